-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists "signals_derived"."visitor_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_any_event_04a949ec" bigint,
  "count_any_event_by_se_label_00e077be" bigint,
  "count_any_event_by_se_label_42fd0e98" bigint,
  "count_any_event_by_se_label_d1f1c04b" bigint,
  "count_values_se_label_58a28d62" bigint,
  "last_se_label_2c38a6e0" struct(t timestamp, e varchar, v varchar),
  "last_se_label_8ca5f092" struct(t timestamp, e varchar, v varchar),
  "max_se_label_48bf9f0b" varchar,
  "max_se_label_ef0e49e7" hugeint,
  "min_se_label_7423919a" double,
  "sum_se_label_36b02d09" decimal(38, 9)
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
  "max_number" bigint,
  "max_text" varchar,
  "min_number" double,
  "total" double,
  "total_as_text" varchar,
  "total_rounded" bigint,
  "average" double,
  "average_rounded" integer,
  "last_number" bigint,
  "last_number_int32" integer,
  "last_text" varchar,
  "above_nine" bigint,
  "above_nine_as_text" bigint,
  "twelve" bigint,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
