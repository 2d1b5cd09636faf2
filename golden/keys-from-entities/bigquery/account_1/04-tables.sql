-- account_1: tables
-- The tables of account_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: account_1_aggregates, account_1_value_aggregates, account_1_seen_events, account_1_attributes

-- aggregates
create table if not exists `signals_derived`.`account_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_04a949ec` int64,
  `distinct_domain_userid_d0584648` bytes,
  `last_plan_50ad4ef0` string
)
cluster by
  `segment`,
  `key`;

-- value_aggregates
create table if not exists `signals_derived`.`account_1_value_aggregates` (
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
create table if not exists `signals_scratch`.`account_1_seen_events` (`segment` string not null, `event_id` string not null, `load_tstamp` timestamp not null)
partition by
  date(`load_tstamp`)
cluster by
  `segment`,
  `event_id`;

-- attributes
create table if not exists `signals_derived`.`account_1_attributes` (
  `account_id` string not null,
  `events` int64,
  `users` int64,
  `last_plan` string,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `account_id`;
