-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists "signals_derived"."visitor_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_any_event_04a949ec" bigint,
  "count_any_event_by_isgift_by_total_baf6b11e" bigint,
  "last_couponcode_7fdc81a5" struct(t timestamp, e varchar, v varchar),
  "last_delivery_5af565d7" struct(t timestamp, e varchar, v varchar),
  "last_delivery_70ae7a67" struct(t timestamp, e varchar, v varchar),
  "last_id_b72e6529" struct(t timestamp, e varchar, v varchar),
  "last_isgift_349f0df6" struct(t timestamp, e varchar, v varchar),
  "last_total_8837564d" struct(t timestamp, e varchar, v varchar),
  "sum_total_351f92a8" decimal(38, 9)
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
  "total" double,
  "last_total" varchar,
  "coupon" varchar,
  "gift" boolean,
  "second_product" varchar,
  "delivery" json,
  "delivery_text" varchar,
  "dear" bigint,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
