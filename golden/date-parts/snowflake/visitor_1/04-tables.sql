-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ANY_EVENT_04A949EC" number(38, 0),
  "COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB" number(38, 0),
  "COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0" number(38, 0),
  "LAST_ACTIVE_DAY_0CA15D6C" varchar,
  "LAST_ACTIVE_DAY_5688E920" varchar,
  "LAST_ACTIVE_MONTH_8B206849" varchar,
  "LAST_ACTIVE_WEEK_2A5C6330" varchar,
  "LAST_DAY_OF_WEEK_ECAC1592" varchar,
  "LAST_HOUR_OF_DAY_CE100397" varchar,
  "LAST_MONTH_OF_YEAR_4EA267DC" varchar
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
  "LAST_HOUR" number(38, 0),
  "LAST_WEEKDAY" number(38, 0),
  "LAST_MONTH" number(38, 0),
  "LAST_DAY" varchar,
  "LAST_WEEK" varchar,
  "MONTH" varchar,
  "LAST_ORDER_DAY" varchar,
  "WEEKDAYS" object,
  "AT_NIGHT" number(38, 0),
  "IN_MARCH" number(38, 0),
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
