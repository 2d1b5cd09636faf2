-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists "signals_derived"."visitor_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_any_event_08b5a954" bigint,
  "last_page_urlpath_405ac3c1" struct(t timestamp, e varchar, v varchar),
  "sum_se_value_aeb01e3f" decimal(38, 9)
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
  "events" bigint,
  "spent" double,
  "last_page" varchar,
  "pages" json,
  "events_in_2_days" bigint,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
