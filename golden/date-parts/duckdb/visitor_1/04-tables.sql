-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists "signals_derived"."visitor_1_aggregates" (
  "segment" varchar not null,
  "key" varchar not null,
  "bucket" timestamp not null,
  "count_any_event_04a949ec" bigint,
  "count_any_event_by_active_month_8f7555fb" bigint,
  "count_any_event_by_hour_of_day_10f87fb0" bigint,
  "last_active_day_0ca15d6c" struct(t timestamp, e varchar, v varchar),
  "last_active_day_5688e920" struct(t timestamp, e varchar, v varchar),
  "last_active_month_8b206849" struct(t timestamp, e varchar, v varchar),
  "last_active_week_2a5c6330" struct(t timestamp, e varchar, v varchar),
  "last_day_of_week_ecac1592" struct(t timestamp, e varchar, v varchar),
  "last_hour_of_day_ce100397" struct(t timestamp, e varchar, v varchar),
  "last_month_of_year_4ea267dc" struct(t timestamp, e varchar, v varchar)
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
  "last_hour" integer,
  "last_weekday" integer,
  "last_month" integer,
  "last_day" varchar,
  "last_week" varchar,
  "month" varchar,
  "last_order_day" varchar,
  "weekdays" json,
  "at_night" bigint,
  "in_march" bigint,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
