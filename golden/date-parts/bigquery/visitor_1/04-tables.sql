-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists `signals_derived`.`visitor_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_04a949ec` int64,
  `count_any_event_by_active_month_8f7555fb` int64,
  `count_any_event_by_hour_of_day_10f87fb0` int64,
  `last_active_day_0ca15d6c` string,
  `last_active_day_5688e920` string,
  `last_active_month_8b206849` string,
  `last_active_week_2a5c6330` string,
  `last_day_of_week_ecac1592` string,
  `last_hour_of_day_ce100397` string,
  `last_month_of_year_4ea267dc` string
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
  `last_hour` int64,
  `last_weekday` int64,
  `last_month` int64,
  `last_day` string,
  `last_week` string,
  `month` string,
  `last_order_day` string,
  `weekdays` json,
  `at_night` int64,
  `in_march` int64,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_userid`;
