-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ANY_EVENT_04A949EC" number(38, 0),
  "COUNT_ANY_EVENT_BY_ADDRESS_ADC47209" number(38, 0),
  "COUNT_ANY_EVENT_BY_ITEMS_596A4E75" number(38, 0),
  "COUNT_ANY_EVENT_BY_ITEMS_FE4704F8" number(38, 0),
  "COUNT_ANY_EVENT_BY_LINES_623204B2" number(38, 0),
  "COUNT_ANY_EVENT_BY_NOTE_067C669F" number(38, 0),
  "FIRST_ITEMS_CD3BAE57" varchar,
  "LAST_ADDRESS_36B8EBC6" varchar,
  "LAST_ITEMS_D0A192E8" varchar,
  "LAST_LINES_5E12534D" varchar,
  "LAST_NOTE_2BF7B18A" varchar,
  "LAST_TAGS_AF81BD14" varchar
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
  "FIRST_ITEMS" varchar,
  "LAST_ITEMS" varchar,
  "ALL_ITEMS" array,
  "BASKETS" object,
  "LAST_ADDRESS" object,
  "LAST_LINES" varchar,
  "LAST_NOTE" varchar,
  "LAST_TAGS" varchar,
  "WITHOUT_ITEMS" number(38, 0),
  "WITH_ADDRESS" number(38, 0),
  "NOTE_SAYS_NULL" number(38, 0),
  "ITEMS_NULL_OR_EMPTY" number(38, 0),
  "WITH_LINES" number(38, 0),
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
