-- session_2: tables
-- The tables of session_2: states by key and bucket, event ids that were counted, the attributes.
-- writes: session_2_aggregates, session_2_value_aggregates, session_2_seen_events, session_2_attributes

-- aggregates
create table if not exists "signals_derived"."session_2_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_page_view_3b346107" bigint,
  "count_purchase_6544b52e" bigint,
  "sum_se_value_4d8072fb" decimal(38, 9)
);

-- value_aggregates
create table if not exists "signals_derived"."session_2_value_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "state" varchar not null,
  "value" varchar not null,
  "n" bigint not null,
  "last_order" struct(t timestamp, e varchar) not null
);

-- seen_events
create table if not exists "signals_scratch"."session_2_seen_events" ("segment" varchar not null, "event_id" varchar not null, "load_tstamp" timestamp not null);

-- attributes
create table if not exists "signals_derived"."session_2_attributes" (
  "domain_sessionid" varchar not null,
  "page_views" bigint,
  "spent" double,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
