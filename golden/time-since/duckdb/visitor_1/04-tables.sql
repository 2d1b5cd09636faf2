-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists "signals_derived"."visitor_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_any_event_04a949ec" bigint,
  "count_purchase_6544b52e" bigint,
  "max_derived_tstamp_1d274e3d" timestamp,
  "max_derived_tstamp_970bec76" timestamp,
  "min_derived_tstamp_08587e94" timestamp
);

-- value_aggregates
create table if not exists "signals_derived"."visitor_1_value_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "state" varchar not null,
  "value" varchar not null,
  "n" bigint not null,
  "last_order" struct(t timestamp, e varchar) not null
);

-- seen_events
create table if not exists "signals_scratch"."visitor_1_seen_events" ("segment" varchar not null, "event_id" varchar not null, "load_tstamp" timestamp not null);

-- attributes
create table if not exists "signals_derived"."visitor_1_attributes" (
  "domain_userid" varchar not null,
  "seconds_since_last" double,
  "minutes_since_last" double,
  "hours_since_last" double,
  "days_since_first" double,
  "whole_days_since_first" integer,
  "hours_as_text" varchar,
  "days_since_purchase" double,
  "days_or_never" double,
  "since_first_of_week" double,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
