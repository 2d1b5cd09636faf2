-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ANY_EVENT_04A949EC" number(38, 0),
  "COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC" number(38, 0),
  "LAST_ID_114A0FA6" varchar,
  "LAST_ID_3DD6C180" varchar,
  "LAST_ID_C5D08EAE" varchar,
  "LAST_ITEMS_DD01966D" varchar,
  "LAST_SKU_138875FB" varchar,
  "LAST_TAGS_ACEE89B2" varchar,
  "LAST_ZIPCODE_B06D7E04" varchar,
  "MAX_UNITPRICE_7454947D" float
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
  "LAST_PRODUCT" varchar,
  "SECOND_PRODUCT" varchar,
  "LAST_CART" varchar,
  "DEAREST" float,
  "FIRST_TAG" varchar,
  "SECOND_SKU" varchar,
  "LAST_ZIP" varchar,
  "RENDERED_FOR_SNOWFLAKE" varchar,
  "RENDERED_FOR_BIGQUERY" varchar,
  "ALL_ITEMS" varchar,
  "OF_A_DEAR_PRODUCT" number(38, 0),
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
