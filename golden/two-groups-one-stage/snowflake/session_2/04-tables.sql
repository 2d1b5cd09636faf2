-- session_2: tables
-- The tables of session_2: states by key and bucket, event ids that were counted, the attributes.
-- writes: session_2_aggregates, session_2_value_aggregates, session_2_seen_events, session_2_attributes

-- aggregates
create transient table if not exists "SIGNALS_DERIVED"."SESSION_2_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "COUNT_PAGE_VIEW_3B346107" number(38, 0),
  "COUNT_PURCHASE_6544B52E" number(38, 0),
  "SUM_SE_VALUE_4D8072FB" number(38, 9)
) data_retention_time_in_days = 0;

-- value_aggregates
create transient table if not exists "SIGNALS_DERIVED"."SESSION_2_VALUE_AGGREGATES" (
  "SEGMENT" varchar not null,
  "KEY" varchar not null,
  "BUCKET" timestamp_ntz not null,
  "STATE" varchar not null,
  "VALUE" varchar not null,
  "N" number(38, 0) not null,
  "LAST_ORDER" varchar not null
) data_retention_time_in_days = 0;

-- seen_events
create transient table if not exists "SIGNALS_SCRATCH"."SESSION_2_SEEN_EVENTS" ("SEGMENT" varchar not null, "EVENT_ID" varchar not null, "LOAD_TSTAMP" timestamp_ntz not null) data_retention_time_in_days = 0;

-- attributes
create table if not exists "SIGNALS_DERIVED"."SESSION_2_ATTRIBUTES" (
  "DOMAIN_SESSIONID" varchar not null,
  "PAGE_VIEWS" number(38, 0),
  "SPENT" float,
  "AS_OF" timestamp_ntz not null,
  "UPDATED_AT" timestamp_ntz not null
);
