-- basket_1: tables
-- The tables of basket_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: basket_1_aggregates, basket_1_value_aggregates, basket_1_seen_events, basket_1_attributes

-- aggregates
create table if not exists "signals_derived"."basket_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_any_event_04a949ec" bigint
);

-- value_aggregates
create table if not exists "signals_derived"."basket_1_value_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "state" varchar not null,
  "value" varchar not null,
  "n" bigint not null,
  "last_order" struct(t timestamp, e varchar) not null
);

-- seen_events
create table if not exists "signals_scratch"."basket_1_seen_events" ("segment" varchar not null, "event_id" varchar not null, "load_tstamp" timestamp not null);

-- attributes
create table if not exists "signals_derived"."basket_1_attributes" (
  "lines" varchar not null,
  "events" bigint,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
