-- select_1: tables
-- The tables of select_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: select_1_aggregates, select_1_value_aggregates, select_1_seen_events, select_1_attributes

-- aggregates
create table if not exists "signals_derived"."select_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_any_event_08b5a954" bigint,
  "count_any_event_by_se_label_6924e871" bigint,
  "count_any_event_by_se_label_74bbfd42" bigint,
  "count_any_event_by_se_label_a3100152" bigint,
  "count_any_event_by_se_label_e6a7f1a8" bigint,
  "last_event_id_837c1b68" struct(t timestamp, e varchar, v varchar),
  "last_event_id_f1d6c598" struct(t timestamp, e varchar, v varchar),
  "last_order_372c8c72" struct(t timestamp, e varchar, v varchar),
  "last_se_label_2c38a6e0" struct(t timestamp, e varchar, v varchar),
  "max_se_label_48bf9f0b" varchar
);

-- value_aggregates
create table if not exists "signals_derived"."select_1_value_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "state" varchar not null,
  "value" varchar not null,
  "n" bigint not null,
  "last_order" struct(t timestamp, e varchar) not null
);

-- seen_events
create table if not exists "signals_scratch"."select_1_seen_events" ("segment" varchar not null, "event_id" varchar not null, "load_tstamp" timestamp not null);

-- attributes
create table if not exists "signals_derived"."select_1_attributes" (
  "domain_userid" varchar not null,
  "table" varchar,
  "Order" json,
  "list" varchar[],
  "event_id" varchar,
  "key" varchar,
  "bucket" varchar,
  "segment" bigint,
  "value" varchar,
  "one_of_them" bigint,
  "is_oreilly" bigint,
  "like_backslash" bigint,
  "like_one_character" bigint,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
