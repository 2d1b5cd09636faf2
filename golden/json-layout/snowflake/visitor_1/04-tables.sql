-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ANY_EVENT_04A949EC" number(38, 0),
  "COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E" number(38, 0),
  "LAST_COUPONCODE_7FDC81A5" varchar,
  "LAST_DELIVERY_5AF565D7" varchar,
  "LAST_DELIVERY_70AE7A67" varchar,
  "LAST_ID_B72E6529" varchar,
  "LAST_ISGIFT_349F0DF6" varchar,
  "LAST_TOTAL_8837564D" varchar,
  "SUM_TOTAL_351F92A8" number(38, 9)
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
  "TOTAL" float,
  "LAST_TOTAL" varchar,
  "COUPON" varchar,
  "GIFT" boolean,
  "SECOND_PRODUCT" varchar,
  "DELIVERY" object,
  "DELIVERY_TEXT" varchar,
  "DEAR" number(38, 0),
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
