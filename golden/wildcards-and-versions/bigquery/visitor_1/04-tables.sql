-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists `signals_derived`.`visitor_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_acme_event_d5c72e46` int64,
  `count_any_event_04a949ec` int64,
  `count_any_event_9d1514e5` int64,
  `count_buy_afe8a863` int64,
  `count_buy_b0b6d95c` int64,
  `count_buy_d4242d26` int64,
  `count_buy_fdf0667d` int64,
  `count_buy_or_sell_a17f4a50` int64
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
  `by_name` int64,
  `by_vendor_and_name` int64,
  `of_other_vendor` int64,
  `by_version` int64,
  `by_vendor` int64,
  `of_any_vendor` int64,
  `version_of_anything` int64,
  `either` int64,
  `everything` int64,
  `everything_or_buy` int64,
  `buys_with_empty_criteria` int64,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_userid`;
