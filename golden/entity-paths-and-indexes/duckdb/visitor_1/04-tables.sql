-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists "signals_derived"."visitor_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_any_event_04a949ec" bigint,
  "count_any_event_by_unitprice_23611fec" bigint,
  "last_id_114a0fa6" struct(t timestamp, e varchar, v varchar),
  "last_id_3dd6c180" struct(t timestamp, e varchar, v varchar),
  "last_id_c5d08eae" struct(t timestamp, e varchar, v varchar),
  "last_items_dd01966d" struct(t timestamp, e varchar, v varchar),
  "last_sku_138875fb" struct(t timestamp, e varchar, v varchar),
  "last_tags_acee89b2" struct(t timestamp, e varchar, v varchar),
  "last_zipcode_b06d7e04" struct(t timestamp, e varchar, v varchar),
  "max_unitprice_7454947d" double
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
  "last_product" varchar,
  "second_product" varchar,
  "last_cart" varchar,
  "dearest" double,
  "first_tag" varchar,
  "second_sku" varchar,
  "last_zip" varchar,
  "rendered_for_snowflake" varchar,
  "rendered_for_bigquery" varchar,
  "all_items" varchar,
  "of_a_dear_product" bigint,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
