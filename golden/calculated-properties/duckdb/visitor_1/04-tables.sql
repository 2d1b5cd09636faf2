-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists "signals_derived"."visitor_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_any_event_04a949ec" bigint,
  "count_any_event_by_product_price_quantit_c897c5eb" bigint,
  "first_coalesce_mkt_source_refr_source_re_744c9616" struct(t timestamp, e varchar, v varchar),
  "last_concat_geo_city_geo_country_78225984" struct(t timestamp, e varchar, v varchar),
  "last_max_price_shipping_3ba1a922" struct(t timestamp, e varchar, v varchar),
  "last_min_price_shipping_b02753fd" struct(t timestamp, e varchar, v varchar),
  "max_sum_price_shipping_b6296650" double,
  "sum_product_price_quantity_1d9ff6d6" decimal(38, 9)
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
  "last_place" varchar,
  "places" varchar[],
  "source" varchar,
  "revenue" double,
  "highest_total" double,
  "last_lower" double,
  "last_higher" bigint,
  "dear_orders" bigint,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
