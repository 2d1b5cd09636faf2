-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ANY_EVENT_04A949EC" number(38, 0),
  "COUNT_ANY_EVENT_BY_BR_COOKIES_ECF9A1CC" number(38, 0),
  "COUNT_ANY_EVENT_BY_DERIVED_TSTAMP_E227BBAD" number(38, 0),
  "COUNT_ANY_EVENT_BY_GEO_COUNTRY_0010287D" number(38, 0),
  "COUNT_ANY_EVENT_BY_GEO_COUNTRY_231A62E9" number(38, 0),
  "COUNT_ANY_EVENT_BY_GEO_COUNTRY_6A44D824" number(38, 0),
  "COUNT_ANY_EVENT_BY_GEO_COUNTRY_BAF376B5" number(38, 0),
  "COUNT_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VAL_E888B8F6" number(38, 0),
  "COUNT_ANY_EVENT_BY_GEO_COUNTRY_E3F85D25" number(38, 0),
  "COUNT_ANY_EVENT_BY_SE_VALUE_1177C6F0" number(38, 0),
  "COUNT_ANY_EVENT_BY_SE_VALUE_30745368" number(38, 0),
  "COUNT_ANY_EVENT_BY_SE_VALUE_515C69B9" number(38, 0),
  "COUNT_ANY_EVENT_BY_SE_VALUE_F5A64FC8" number(38, 0),
  "COUNT_PAGE_VIEW_BY_PAGE_URLPATH_649BEA5C" number(38, 0),
  "COUNT_PAGE_VIEW_EF75C893" number(38, 0),
  "COUNT_PURCHASE_6544B52E" number(38, 0)
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
  "EVENTS" number(38, 0),
  "PAGE_VIEWS" number(38, 0),
  "VIEWS_AS_TEXT" varchar,
  "PURCHASES" number(38, 0),
  "PURCHASES_OR_NONE" number(38, 0),
  "IN_SWEDEN" number(38, 0),
  "NOT_IN_SWEDEN" number(38, 0),
  "IN_THE_NORDICS" number(38, 0),
  "COUNTRY_UNKNOWN" number(38, 0),
  "COUNTRY_KNOWN" number(38, 0),
  "PRODUCT_PAGES" number(38, 0),
  "BELOW_TEN" number(38, 0),
  "AT_MOST_TEN" number(38, 0),
  "ABOVE_TEN" number(38, 0),
  "AT_LEAST_TEN" number(38, 0),
  "WITH_COOKIES" number(38, 0),
  "SINCE_THE_TWELFTH" number(38, 0),
  "NORDIC_PRODUCT_OR_DEAR" number(38, 0),
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
