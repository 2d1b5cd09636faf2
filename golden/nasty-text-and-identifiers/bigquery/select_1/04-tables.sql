-- select_1: tables
-- The tables of select_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: select_1_aggregates, select_1_value_aggregates, select_1_seen_events, select_1_attributes

-- aggregates
create table if not exists `signals_derived`.`select_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_08b5a954` int64,
  `count_any_event_by_se_label_6924e871` int64,
  `count_any_event_by_se_label_74bbfd42` int64,
  `count_any_event_by_se_label_a3100152` int64,
  `count_any_event_by_se_label_e6a7f1a8` int64,
  `last_event_id_837c1b68` string,
  `last_event_id_f1d6c598` string,
  `last_order_372c8c72` string,
  `last_se_label_2c38a6e0` string,
  `max_se_label_48bf9f0b` string
)
cluster by
  `segment`,
  `key`;

-- value_aggregates
create table if not exists `signals_derived`.`select_1_value_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `state` string not null,
  `value` string not null,
  `n` int64 not null,
  `last_order` string not null
)
cluster by
  `segment`,
  `key`;

-- seen_events
create table if not exists `signals_scratch`.`select_1_seen_events` (`segment` string not null, `event_id` string not null, `load_tstamp` timestamp not null)
partition by
  date(`load_tstamp`)
cluster by
  `segment`,
  `event_id`;

-- attributes
create table if not exists `signals_derived`.`select_1_attributes` (
  `domain_userid` string not null,
  `table` string,
  `Order` json,
  `list` ARRAY<STRING>,
  `event_id` string,
  `key` string,
  `bucket` string,
  `segment` int64,
  `value` string,
  `one_of_them` int64,
  `is_oreilly` int64,
  `like_backslash` int64,
  `like_one_character` int64,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_userid`;
