-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists "signals_derived"."visitor_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_any_event_04a949ec" bigint,
  "count_any_event_by_address_adc47209" bigint,
  "count_any_event_by_items_596a4e75" bigint,
  "count_any_event_by_items_fe4704f8" bigint,
  "count_any_event_by_lines_623204b2" bigint,
  "count_any_event_by_note_067c669f" bigint,
  "first_items_cd3bae57" struct(t timestamp, e varchar, v varchar),
  "last_address_36b8ebc6" struct(t timestamp, e varchar, v varchar),
  "last_items_d0a192e8" struct(t timestamp, e varchar, v varchar),
  "last_lines_5e12534d" struct(t timestamp, e varchar, v varchar),
  "last_note_2bf7b18a" struct(t timestamp, e varchar, v varchar),
  "last_tags_af81bd14" struct(t timestamp, e varchar, v varchar)
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
  "first_items" varchar,
  "last_items" varchar,
  "all_items" varchar[],
  "baskets" json,
  "last_address" json,
  "last_lines" varchar,
  "last_note" varchar,
  "last_tags" varchar,
  "without_items" bigint,
  "with_address" bigint,
  "note_says_null" bigint,
  "items_null_or_empty" bigint,
  "with_lines" bigint,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
