-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists `signals_derived`.`visitor_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_04a949ec` int64,
  `count_purchase_6544b52e` int64,
  `last_se_label_11ceb8f1` string,
  `last_se_label_2c38a6e0` string,
  `last_se_label_461fb935` string,
  `last_se_label_6c9c43b6` string,
  `last_se_label_8ca5f092` string,
  `last_se_label_92df76ef` string,
  `last_se_label_9cec708c` string,
  `last_se_label_9f483d69` string,
  `last_se_label_c0171453` string,
  `last_se_label_eb34bf71` string,
  `last_se_label_eece86d7` string,
  `last_se_label_fd842a55` string,
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
  `last_string` string,
  `last_bytes` bytes,
  `last_int32` int64,
  `last_int64` int64,
  `last_double` float64,
  `last_float` float64,
  `last_bool` bool,
  `last_timestamp` timestamp,
  `last_unix_timestamp` timestamp,
  `last_dict` json,
  `default_string` string,
  `default_bytes` bytes,
  `default_int32` int64,
  `default_int64` int64,
  `default_double` float64,
  `default_float` float64,
  `default_bool` bool,
  `default_timestamp` timestamp,
  `default_unix_timestamp` timestamp,
  `default_dict` json,
  `default_string_list` ARRAY<STRING>,
  `default_bytes_list` ARRAY<BYTES>,
  `default_int32_list` ARRAY<INT64>,
  `default_int64_list` ARRAY<INT64>,
  `default_double_list` ARRAY<FLOAT64>,
  `default_float_list` ARRAY<FLOAT64>,
  `default_bool_list` ARRAY<BOOL>,
  `default_unix_timestamp_list` ARRAY<TIMESTAMP>,
  `sum_too_large` int64,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_userid`;
