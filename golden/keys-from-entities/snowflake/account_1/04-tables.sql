-- account_1: tables
-- The tables of account_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: account_1_aggregates, account_1_value_aggregates, account_1_seen_events, account_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."ACCOUNT_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ANY_EVENT_04A949EC" number(38, 0),
  "DISTINCT_DOMAIN_USERID_D0584648" object,
  "LAST_PLAN_50AD4EF0" varchar
) data_retention_time_in_days = 0;

-- value_aggregates
create transient table if not exists "SIGNALS_DERIVED"."ACCOUNT_1_VALUE_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "STATE" varchar not null,
  "VALUE" varchar not null,
  "N" number(38, 0) not null,
  "LAST_ORDER" varchar not null
) data_retention_time_in_days = 0;

-- seen_events
create transient table if not exists "SIGNALS_SCRATCH"."ACCOUNT_1_SEEN_EVENTS" ("SEGMENT" varchar not null, "EVENT_ID" varchar not null, "LOAD_TSTAMP" timestamp_ntz not null) data_retention_time_in_days = 0;

-- attributes
create table if not exists "SIGNALS_DERIVED"."ACCOUNT_1_ATTRIBUTES" (
  "ACCOUNT_ID" varchar not null,
  "EVENTS" number(38, 0),
  "USERS" number(38, 0),
  "LAST_PLAN" varchar,
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
