-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists `signals_derived`.`visitor_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_04a949ec` int64,
  `count_any_event_by_address_adc47209` int64,
  `count_any_event_by_items_596a4e75` int64,
  `count_any_event_by_items_fe4704f8` int64,
  `count_any_event_by_lines_623204b2` int64,
  `count_any_event_by_note_067c669f` int64,
  `first_items_cd3bae57` string,
  `last_address_36b8ebc6` string,
  `last_items_d0a192e8` string,
  `last_lines_5e12534d` string,
  `last_note_2bf7b18a` string,
  `last_tags_af81bd14` string
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
  `first_items` string,
  `last_items` string,
  `all_items` ARRAY<STRING>,
  `baskets` json,
  `last_address` json,
  `last_lines` string,
  `last_note` string,
  `last_tags` string,
  `without_items` int64,
  `with_address` int64,
  `note_says_null` int64,
  `items_null_or_empty` int64,
  `with_lines` int64,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_userid`;
