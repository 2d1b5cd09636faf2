-- basket_1: tables
-- The tables of basket_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: basket_1_aggregates, basket_1_value_aggregates, basket_1_seen_events, basket_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."BASKET_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ANY_EVENT_04A949EC" number(38, 0)
) data_retention_time_in_days = 0;

-- value_aggregates
create transient table if not exists "SIGNALS_DERIVED"."BASKET_1_VALUE_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "STATE" varchar not null,
  "VALUE" varchar not null,
  "N" number(38, 0) not null,
  "LAST_ORDER" varchar not null
) data_retention_time_in_days = 0;

-- seen_events
create transient table if not exists "SIGNALS_SCRATCH"."BASKET_1_SEEN_EVENTS" ("SEGMENT" varchar not null, "EVENT_ID" varchar not null, "LOAD_TSTAMP" timestamp_ntz not null) data_retention_time_in_days = 0;

-- attributes
create table if not exists "SIGNALS_DERIVED"."BASKET_1_ATTRIBUTES" (
  "LINES" varchar not null,
  "EVENTS" number(38, 0),
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
