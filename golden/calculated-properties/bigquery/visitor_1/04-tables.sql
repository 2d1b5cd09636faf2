-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists `signals_derived`.`visitor_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_04a949ec` int64,
  `count_any_event_by_product_price_quantit_c897c5eb` int64,
  `first_coalesce_mkt_source_refr_source_re_744c9616` string,
  `last_concat_geo_city_geo_country_78225984` string,
  `last_max_price_shipping_3ba1a922` string,
  `last_min_price_shipping_b02753fd` string,
  `max_sum_price_shipping_b6296650` float64,
  `sum_product_price_quantity_1d9ff6d6` numeric
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
  `last_place` string,
  `places` ARRAY<STRING>,
  `source` string,
  `revenue` float64,
  `highest_total` float64,
  `last_lower` float64,
  `last_higher` int64,
  `dear_orders` int64,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_userid`;
