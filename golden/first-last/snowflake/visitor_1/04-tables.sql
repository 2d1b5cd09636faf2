-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ADD_TO_CART_66BE2CF4" number(38, 0),
  "COUNT_ANY_EVENT_04A949EC" number(38, 0),
  "COUNT_ANY_EVENT_BY_MKT_MEDIUM_BD9217F6" number(38, 0),
  "COUNT_PAGE_VIEW_EF75C893" number(38, 0),
  "FIRST_DERIVED_TSTAMP_EC1BAA72" varchar,
  "FIRST_MKT_CAMPAIGN_2D9DFE67" varchar,
  "FIRST_PAGE_URLPATH_1B64FE0B" varchar,
  "LAST_BR_COOKIES_20F44A36" varchar,
  "LAST_PAGE_URLPATH_956E4868" varchar,
  "LAST_PAGE_URLPATH_BD0E1278" varchar,
  "LAST_SE_VALUE_03466D5F" varchar
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
  "FIRST_PAGE" varchar,
  "LAST_PAGE" varchar,
  "LAST_CART_PAGE" varchar,
  "FIRST_CAMPAIGN" varchar,
  "LAST_PRICE" float,
  "LAST_COOKIES" boolean,
  "FIRST_SEEN" timestamp_ntz,
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
