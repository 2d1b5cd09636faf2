-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists "signals_derived"."visitor_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_acme_event_d5c72e46" bigint,
  "count_any_event_04a949ec" bigint,
  "count_any_event_9d1514e5" bigint,
  "count_buy_afe8a863" bigint,
  "count_buy_b0b6d95c" bigint,
  "count_buy_d4242d26" bigint,
  "count_buy_fdf0667d" bigint,
  "count_buy_or_sell_a17f4a50" bigint
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
  "by_name" bigint,
  "by_vendor_and_name" bigint,
  "of_other_vendor" bigint,
  "by_version" bigint,
  "by_vendor" bigint,
  "of_any_vendor" bigint,
  "version_of_anything" bigint,
  "either" bigint,
  "everything" bigint,
  "everything_or_buy" bigint,
  "buys_with_empty_criteria" bigint,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
