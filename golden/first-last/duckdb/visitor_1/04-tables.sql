-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists "signals_derived"."visitor_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_add_to_cart_66be2cf4" bigint,
  "count_any_event_04a949ec" bigint,
  "count_any_event_by_mkt_medium_bd9217f6" bigint,
  "count_page_view_ef75c893" bigint,
  "first_derived_tstamp_ec1baa72" struct(t timestamp, e varchar, v varchar),
  "first_mkt_campaign_2d9dfe67" struct(t timestamp, e varchar, v varchar),
  "first_page_urlpath_1b64fe0b" struct(t timestamp, e varchar, v varchar),
  "last_br_cookies_20f44a36" struct(t timestamp, e varchar, v varchar),
  "last_page_urlpath_956e4868" struct(t timestamp, e varchar, v varchar),
  "last_page_urlpath_bd0e1278" struct(t timestamp, e varchar, v varchar),
  "last_se_value_03466d5f" struct(t timestamp, e varchar, v varchar)
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
  "first_page" varchar,
  "last_page" varchar,
  "last_cart_page" varchar,
  "first_campaign" varchar,
  "last_price" double,
  "last_cookies" boolean,
  "first_seen" timestamp,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
