-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists "signals_derived"."visitor_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_any_event_04a949ec" bigint,
  "count_any_event_by_br_cookies_ecf9a1cc" bigint,
  "count_any_event_by_derived_tstamp_e227bbad" bigint,
  "count_any_event_by_geo_country_0010287d" bigint,
  "count_any_event_by_geo_country_231a62e9" bigint,
  "count_any_event_by_geo_country_6a44d824" bigint,
  "count_any_event_by_geo_country_baf376b5" bigint,
  "count_any_event_by_geo_country_by_se_val_e888b8f6" bigint,
  "count_any_event_by_geo_country_e3f85d25" bigint,
  "count_any_event_by_se_value_1177c6f0" bigint,
  "count_any_event_by_se_value_30745368" bigint,
  "count_any_event_by_se_value_515c69b9" bigint,
  "count_any_event_by_se_value_f5a64fc8" bigint,
  "count_page_view_by_page_urlpath_649bea5c" bigint,
  "count_page_view_ef75c893" bigint,
  "count_purchase_6544b52e" bigint
);

-- value_aggregates
create table if not exists "signals_derived"."visitor_1_value_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "state" varchar not null,
  "value" varchar not null,
  "n" bigint not null,
  "last_order" struct(t timestamp, e varchar) not null
);

-- seen_events
create table if not exists "signals_scratch"."visitor_1_seen_events" ("segment" varchar not null, "event_id" varchar not null, "load_tstamp" timestamp not null);

-- attributes
create table if not exists "signals_derived"."visitor_1_attributes" (
  "domain_userid" varchar not null,
  "events" bigint,
  "page_views" integer,
  "views_as_text" varchar,
  "purchases" bigint,
  "purchases_or_none" bigint,
  "in_sweden" bigint,
  "not_in_sweden" bigint,
  "in_the_nordics" bigint,
  "country_unknown" bigint,
  "country_known" bigint,
  "product_pages" bigint,
  "below_ten" bigint,
  "at_most_ten" bigint,
  "above_ten" bigint,
  "at_least_ten" bigint,
  "with_cookies" bigint,
  "since_the_twelfth" bigint,
  "nordic_product_or_dear" bigint,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
