-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_ANY_EVENT_04A949EC" number(38, 0),
  "COUNT_PURCHASE_6544B52E" number(38, 0),
  "LAST_SE_LABEL_11CEB8F1" varchar,
  "LAST_SE_LABEL_2C38A6E0" varchar,
  "LAST_SE_LABEL_461FB935" varchar,
  "LAST_SE_LABEL_6C9C43B6" varchar,
  "LAST_SE_LABEL_8CA5F092" varchar,
  "LAST_SE_LABEL_92DF76EF" varchar,
  "LAST_SE_LABEL_9CEC708C" varchar,
  "LAST_SE_LABEL_9F483D69" varchar,
  "LAST_SE_LABEL_C0171453" varchar,
  "LAST_SE_LABEL_EB34BF71" varchar,
  "LAST_SE_LABEL_EECE86D7" varchar,
  "LAST_SE_LABEL_FD842A55" varchar,
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
  "LAST_STRING" varchar,
  "LAST_BYTES" binary,
  "LAST_INT32" number(38, 0),
  "LAST_INT64" number(38, 0),
  "LAST_DOUBLE" float,
  "LAST_FLOAT" float,
  "LAST_BOOL" boolean,
  "LAST_TIMESTAMP" timestamp_ntz,
  "LAST_UNIX_TIMESTAMP" timestamp_ntz,
  "LAST_DICT" object,
  "DEFAULT_STRING" varchar,
  "DEFAULT_BYTES" binary,
  "DEFAULT_INT32" number(38, 0),
  "DEFAULT_INT64" number(38, 0),
  "DEFAULT_DOUBLE" float,
  "DEFAULT_FLOAT" float,
  "DEFAULT_BOOL" boolean,
  "DEFAULT_TIMESTAMP" timestamp_ntz,
  "DEFAULT_UNIX_TIMESTAMP" timestamp_ntz,
  "DEFAULT_DICT" object,
  "DEFAULT_STRING_LIST" array,
  "DEFAULT_BYTES_LIST" array,
  "DEFAULT_INT32_LIST" array,
  "DEFAULT_INT64_LIST" array,
  "DEFAULT_DOUBLE_LIST" array,
  "DEFAULT_FLOAT_LIST" array,
  "DEFAULT_BOOL_LIST" array,
  "DEFAULT_UNIX_TIMESTAMP_LIST" array,
  "SUM_TOO_LARGE" number(38, 0),
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
