-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists `signals_derived`.`visitor_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_04a949ec` int64,
  `count_any_event_by_se_label_00e077be` int64,
  `count_any_event_by_se_label_42fd0e98` int64,
  `count_any_event_by_se_label_d1f1c04b` int64,
  `count_values_se_label_58a28d62` int64,
  `last_se_label_2c38a6e0` string,
  `last_se_label_8ca5f092` string,
  `max_se_label_48bf9f0b` string,
  `max_se_label_ef0e49e7` numeric,
  `min_se_label_7423919a` float64,
  `sum_se_label_36b02d09` numeric
)
cluster by
  `segment`,
  `key`;

-- value_aggregates
create table if not exists `signals_derived`.`visitor_1_value_aggregates` (
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
create table if not exists `signals_scratch`.`visitor_1_seen_events` (`segment` string not null, `event_id` string not null, `load_tstamp` timestamp not null)
partition by
  date(`load_tstamp`)
cluster by
  `segment`,
  `event_id`;

-- attributes
create table if not exists `signals_derived`.`visitor_1_attributes` (
  `domain_userid` string not null,
  `max_number` int64,
  `max_text` string,
  `min_number` float64,
  `total` float64,
  `total_as_text` string,
  `total_rounded` int64,
  `average` float64,
  `average_rounded` int64,
  `last_number` int64,
  `last_number_int32` int64,
  `last_text` string,
  `above_nine` int64,
  `above_nine_as_text` int64,
  `twelve` int64,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_userid`;
