-- visitor_1: tables
-- The tables of visitor_1: states by key and bucket, event ids that were counted, the attributes.
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events, visitor_1_attributes

-- aggregates
create table if not exists `signals_derived`.`visitor_1_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_any_event_04a949ec` int64,
  `count_any_event_by_br_cookies_ecf9a1cc` int64,
  `count_any_event_by_derived_tstamp_e227bbad` int64,
  `count_any_event_by_geo_country_0010287d` int64,
  `count_any_event_by_geo_country_231a62e9` int64,
  `count_any_event_by_geo_country_6a44d824` int64,
  `count_any_event_by_geo_country_baf376b5` int64,
  `count_any_event_by_geo_country_by_se_val_e888b8f6` int64,
  `count_any_event_by_geo_country_e3f85d25` int64,
  `count_any_event_by_se_value_1177c6f0` int64,
  `count_any_event_by_se_value_30745368` int64,
  `count_any_event_by_se_value_515c69b9` int64,
  `count_any_event_by_se_value_f5a64fc8` int64,
  `count_page_view_by_page_urlpath_649bea5c` int64,
  `count_page_view_ef75c893` int64,
  `count_purchase_6544b52e` int64
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
  `events` int64,
  `page_views` int64,
  `views_as_text` string,
  `purchases` int64,
  `purchases_or_none` int64,
  `in_sweden` int64,
  `not_in_sweden` int64,
  `in_the_nordics` int64,
  `country_unknown` int64,
  `country_known` int64,
  `product_pages` int64,
  `below_ten` int64,
  `at_most_ten` int64,
  `above_ten` int64,
  `at_least_ten` int64,
  `with_cookies` int64,
  `since_the_twelfth` int64,
  `nordic_product_or_dear` int64,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_userid`;
