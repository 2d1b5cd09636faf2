-- select_1: tables
-- The tables of select_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: select_1_aggregates, select_1_value_aggregates, select_1_seen_events, select_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."SELECT_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ANY_EVENT_08B5A954" number(38, 0),
  "COUNT_ANY_EVENT_BY_SE_LABEL_6924E871" number(38, 0),
  "COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42" number(38, 0),
  "COUNT_ANY_EVENT_BY_SE_LABEL_A3100152" number(38, 0),
  "COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8" number(38, 0),
  "LAST_EVENT_ID_837C1B68" varchar,
  "LAST_EVENT_ID_F1D6C598" varchar,
  "LAST_ORDER_372C8C72" varchar,
  "LAST_SE_LABEL_2C38A6E0" varchar,
  "MAX_SE_LABEL_48BF9F0B" varchar
) data_retention_time_in_days = 0;

-- value_aggregates
create transient table if not exists "SIGNALS_DERIVED"."SELECT_1_VALUE_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "STATE" varchar not null,
  "VALUE" varchar not null,
  "N" number(38, 0) not null,
  "LAST_ORDER" varchar not null
) data_retention_time_in_days = 0;

-- seen_events
create transient table if not exists "SIGNALS_SCRATCH"."SELECT_1_SEEN_EVENTS" ("SEGMENT" varchar not null, "EVENT_ID" varchar not null, "LOAD_TSTAMP" timestamp_ntz not null) data_retention_time_in_days = 0;

-- attributes
create table if not exists "SIGNALS_DERIVED"."SELECT_1_ATTRIBUTES" (
  "DOMAIN_USERID" varchar not null,
  "TABLE" varchar,
  "ORDER" object,
  "LIST" array,
  "EVENT_ID" varchar,
  "KEY" varchar,
  "BUCKET" varchar,
  "SEGMENT" number(38, 0),
  "VALUE" varchar,
  "ONE_OF_THEM" number(38, 0),
  "IS_OREILLY" number(38, 0),
  "LIKE_BACKSLASH" number(38, 0),
  "LIKE_ONE_CHARACTER" number(38, 0),
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
