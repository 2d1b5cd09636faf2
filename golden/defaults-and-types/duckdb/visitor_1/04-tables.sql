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
  "last_se_label_11ceb8f1" struct(t timestamp, e varchar, v varchar),
  "last_se_label_2c38a6e0" struct(t timestamp, e varchar, v varchar),
  "last_se_label_461fb935" struct(t timestamp, e varchar, v varchar),
  "last_se_label_6c9c43b6" struct(t timestamp, e varchar, v varchar),
  "last_se_label_8ca5f092" struct(t timestamp, e varchar, v varchar),
  "last_se_label_92df76ef" struct(t timestamp, e varchar, v varchar),
  "last_se_label_9cec708c" struct(t timestamp, e varchar, v varchar),
  "last_se_label_9f483d69" struct(t timestamp, e varchar, v varchar),
  "last_se_label_c0171453" struct(t timestamp, e varchar, v varchar),
  "last_se_label_eb34bf71" struct(t timestamp, e varchar, v varchar),
  "last_se_label_eece86d7" struct(t timestamp, e varchar, v varchar),
  "last_se_label_fd842a55" struct(t timestamp, e varchar, v varchar),
  "sum_se_label_36b02d09" decimal(38, 9)
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
  "last_string" varchar,
  "last_bytes" blob,
  "last_int32" integer,
  "last_int64" bigint,
  "last_double" double,
  "last_float" double,
  "last_bool" boolean,
  "last_timestamp" timestamp,
  "last_unix_timestamp" timestamp,
  "last_dict" json,
  "default_string" varchar,
  "default_bytes" blob,
  "default_int32" integer,
  "default_int64" bigint,
  "default_double" double,
  "default_float" double,
  "default_bool" boolean,
  "default_timestamp" timestamp,
  "default_unix_timestamp" timestamp,
  "default_dict" json,
  "default_string_list" varchar[],
  "default_bytes_list" blob[],
  "default_int32_list" integer[],
  "default_int64_list" bigint[],
  "default_double_list" double[],
  "default_float_list" double[],
  "default_bool_list" boolean[],
  "default_unix_timestamp_list" timestamp[],
  "sum_too_large" integer,
  "as_of" timestamp not null,
  "updated_at" timestamp not null
);
