-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists `signals_derived`.`visitor_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_04a949ec` int64
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
  `favourite` string,
  `rarest` string,
  `favourite_in_7_days` string,
  `usual_price` int64,
  `usual_cookies` bool,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_userid`;
