-- basket_1: tables
-- The tables of basket_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: basket_1_aggregates, basket_1_value_aggregates, basket_1_seen_events, basket_1_attributes

-- aggregates
create table if not exists `signals_derived`.`basket_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_04a949ec` int64
)
cluster by
  `segment`,
  `key`;

-- value_aggregates
create table if not exists `signals_derived`.`basket_1_value_aggregates` (
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
create table if not exists `signals_scratch`.`basket_1_seen_events` (`segment` string not null, `event_id` string not null, `load_tstamp` timestamp not null)
partition by
  date(`load_tstamp`)
cluster by
  `segment`,
  `event_id`;

-- attributes
create table if not exists `signals_derived`.`basket_1_attributes` (
  `lines` string not null,
  `events` int64,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `lines`;
