-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ANY_EVENT_04A949EC" number(38, 0),
  "COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB" number(38, 0),
  "FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616" varchar,
  "LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984" varchar,
  "LAST_MAX_PRICE_SHIPPING_3BA1A922" varchar,
  "LAST_MIN_PRICE_SHIPPING_B02753FD" varchar,
  "MAX_SUM_PRICE_SHIPPING_B6296650" float,
  "SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6" number(38, 9)
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
  "LAST_PLACE" varchar,
  "PLACES" array,
  "SOURCE" varchar,
  "REVENUE" float,
  "HIGHEST_TOTAL" float,
  "LAST_LOWER" float,
  "LAST_HIGHER" number(38, 0),
  "DEAR_ORDERS" number(38, 0),
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
