-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ANY_EVENT_04A949EC" number(38, 0),
  "COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE" number(38, 0),
  "COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98" number(38, 0),
  "COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B" number(38, 0),
  "COUNT_VALUES_SE_LABEL_58A28D62" number(38, 0),
  "LAST_SE_LABEL_2C38A6E0" varchar,
  "LAST_SE_LABEL_8CA5F092" varchar,
  "MAX_SE_LABEL_48BF9F0B" varchar,
  "MAX_SE_LABEL_EF0E49E7" number(38, 0),
  "MIN_SE_LABEL_7423919A" float,
  "SUM_SE_LABEL_36B02D09" number(38, 9)
) data_retention_time_in_days = 0;

-- value_aggregates
create transient table if not exists "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "STATE" varchar not null,
  "VALUE" varchar not null,
  "N" number(38, 0) not null,
  "LAST_ORDER" varchar not null
) data_retention_time_in_days = 0;

-- seen_events
create transient table if not exists "SIGNALS_SCRATCH"."VISITOR_1_SEEN_EVENTS" ("SEGMENT" varchar not null, "EVENT_ID" varchar not null, "LOAD_TSTAMP" timestamp_ntz not null) data_retention_time_in_days = 0;

-- attributes
create table if not exists "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" (
  "DOMAIN_USERID" varchar not null,
  "MAX_NUMBER" number(38, 0),
  "MAX_TEXT" varchar,
  "MIN_NUMBER" float,
  "TOTAL" float,
  "TOTAL_AS_TEXT" varchar,
  "TOTAL_ROUNDED" number(38, 0),
  "AVERAGE" float,
  "AVERAGE_ROUNDED" number(38, 0),
  "LAST_NUMBER" number(38, 0),
  "LAST_NUMBER_INT32" number(38, 0),
  "LAST_TEXT" varchar,
  "ABOVE_NINE" number(38, 0),
  "ABOVE_NINE_AS_TEXT" number(38, 0),
  "TWELVE" number(38, 0),
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
