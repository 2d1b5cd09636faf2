-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ACME_EVENT_D5C72E46" number(38, 0),
  "COUNT_ANY_EVENT_04A949EC" number(38, 0),
  "COUNT_ANY_EVENT_9D1514E5" number(38, 0),
  "COUNT_BUY_AFE8A863" number(38, 0),
  "COUNT_BUY_B0B6D95C" number(38, 0),
  "COUNT_BUY_D4242D26" number(38, 0),
  "COUNT_BUY_FDF0667D" number(38, 0),
  "COUNT_BUY_OR_SELL_A17F4A50" number(38, 0)
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
  "BY_NAME" number(38, 0),
  "BY_VENDOR_AND_NAME" number(38, 0),
  "OF_OTHER_VENDOR" number(38, 0),
  "BY_VERSION" number(38, 0),
  "BY_VENDOR" number(38, 0),
  "OF_ANY_VENDOR" number(38, 0),
  "VERSION_OF_ANYTHING" number(38, 0),
  "EITHER" number(38, 0),
  "EVERYTHING" number(38, 0),
  "EVERYTHING_OR_BUY" number(38, 0),
  "BUYS_WITH_EMPTY_CRITERIA" number(38, 0),
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
