-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists `signals_derived`.`visitor_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_04a949ec` int64,
  `count_page_view_3b346107` int64,
  `max_se_value_d56d78d7` float64,
  `sum_se_value_038d88b0` numeric
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
  `ever` int64,
  `last_day` int64,
  `last_24_hours` int64,
  `last_7_days` int64,
  `last_week` int64,
  `spent_in_3_days` float64,
  `dearest_in_3_days` float64,
  `pages_in_3_days` ARRAY<STRING>,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_userid`;
