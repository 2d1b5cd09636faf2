-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists `signals_derived`.`visitor_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_04a949ec` int64,
  `count_any_event_by_unitprice_23611fec` int64,
  `last_id_114a0fa6` string,
  `last_id_3dd6c180` string,
  `last_id_c5d08eae` string,
  `last_items_dd01966d` string,
  `last_sku_138875fb` string,
  `last_tags_acee89b2` string,
  `last_zipcode_b06d7e04` string,
  `max_unitprice_7454947d` float64
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
  `last_product` string,
  `second_product` string,
  `last_cart` string,
  `dearest` float64,
  `first_tag` string,
  `second_sku` string,
  `last_zip` string,
  `rendered_for_snowflake` string,
  `rendered_for_bigquery` string,
  `all_items` string,
  `of_a_dear_product` int64,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_userid`;
