-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_1aa88031, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events
-- parameters:
--   remember_since  event ids loaded after this time are remembered
--   seen            segments whose event ids were counted before, joined by commas
--   segment         a new random id for what this window appends
--   since           events loaded after this time are read: the window less the overlap
--   stage_id        a new random id for every scan

-- aggregates
insert into
  `signals_derived`.`visitor_1_aggregates` (
    `segment`,
    `key`,
    `bucket`,
    `count_any_event_04a949ec`,
    `count_any_event_by_product_price_quantit_c897c5eb`,
    `first_coalesce_mkt_source_refr_source_re_744c9616`,
    `last_concat_geo_city_geo_country_78225984`,
    `last_max_price_shipping_3ba1a922`,
    `last_min_price_shipping_b02753fd`,
    `max_sum_price_shipping_b6296650`,
    `sum_product_price_quantity_1d9ff6d6`
  )
with
  `counted_events` as (
    select
      `event_id`,
      `load_tstamp`
    from
      `signals_scratch`.`visitor_1_seen_events`
    where
      `segment` in unnest(split(@seen, ','))
      and `load_tstamp` >= timestamp_sub(@since, interval 5 day)
  ),
  `fresh_events` as (
    select
      `e`.`key_domain_userid_b6213cab` as `key`,
      cast('1970-01-01T00:00:00Z' as timestamp) as `bucket`,
      `e`.`event_id`,
      `e`.`derived_tstamp`,
      `e`.`coalesce_mkt_source_refr_source_refr_med_a6363ede`,
      `e`.`concat_geo_city_geo_country_text_4b5bec9a`,
      `e`.`is_any_event_by_product_price_quantity_82fed920`,
      `e`.`max_price_shipping_integer_da71958f`,
      `e`.`min_price_shipping_double_7836cb02`,
      `e`.`product_price_quantity_decimal_d66e7acb`,
      `e`.`sum_price_shipping_double_1224d8df`
    from
      `signals_scratch`.`sbe_events_1aa88031` as `e`
      left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
      and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
      and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
    where
      `e`.`stage_id` = @stage_id
      and `e`.`key_domain_userid_b6213cab` is not null
      and `e`.`derived_tstamp` is not null
      and `c`.`event_id` is null
  )
select
  @segment as `segment`,
  `key`,
  `bucket`,
  count(*) as `count_any_event_04a949ec`,
  nullif(countif(`is_any_event_by_product_price_quantity_82fed920`), 0) as `count_any_event_by_product_price_quantit_c897c5eb`,
  min(
    if(
      `coalesce_mkt_source_refr_source_refr_med_a6363ede` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `coalesce_mkt_source_refr_source_refr_med_a6363ede`
      ),
      null
    )
  ) as `first_coalesce_mkt_source_refr_source_re_744c9616`,
  max(
    if(
      `concat_geo_city_geo_country_text_4b5bec9a` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `concat_geo_city_geo_country_text_4b5bec9a`
      ),
      null
    )
  ) as `last_concat_geo_city_geo_country_78225984`,
  max(
    if(
      `max_price_shipping_integer_da71958f` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `max_price_shipping_integer_da71958f`
      ),
      null
    )
  ) as `last_max_price_shipping_3ba1a922`,
  max(
    if(
      `min_price_shipping_double_7836cb02` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `min_price_shipping_double_7836cb02`
      ),
      null
    )
  ) as `last_min_price_shipping_b02753fd`,
  max(`sum_price_shipping_double_1224d8df`) as `max_sum_price_shipping_b6296650`,
  sum(`product_price_quantity_decimal_d66e7acb`) as `sum_product_price_quantity_1d9ff6d6`
from
  `fresh_events`
group by
  `key`,
  `bucket`;

-- value_aggregates
insert into
  `signals_derived`.`visitor_1_value_aggregates` (`segment`, `key`, `bucket`, `state`, `value`, `n`, `last_order`)
with
  `counted_events` as (
    select
      `event_id`,
      `load_tstamp`
    from
      `signals_scratch`.`visitor_1_seen_events`
    where
      `segment` in unnest(split(@seen, ','))
      and `load_tstamp` >= timestamp_sub(@since, interval 5 day)
  ),
  `fresh_events` as (
    select
      `e`.`key_domain_userid_b6213cab` as `key`,
      `e`.`event_id`,
      `e`.`derived_tstamp`,
      `e`.`concat_geo_country_geo_city_text_b8aa6554`
    from
      `signals_scratch`.`sbe_events_1aa88031` as `e`
      left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
      and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
      and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
    where
      `e`.`stage_id` = @stage_id
      and `e`.`key_domain_userid_b6213cab` is not null
      and `e`.`derived_tstamp` is not null
      and `c`.`event_id` is null
  )
select
  @segment as `segment`,
  `key`,
  `v`.`bucket`,
  `v`.`state`,
  `v`.`value`,
  count(*) as `n`,
  max(concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, ''))) as `last_order`
from
  `fresh_events`
  cross join unnest(
    [
      struct(
        cast('1970-01-01T00:00:00Z' as timestamp) as `bucket`,
        'values_concat_geo_country_geo_city_3927e6b6' as `state`,
        `concat_geo_country_geo_city_text_b8aa6554` as `value`
      )
    ]
  ) as `v`
where
  `v`.`value` is not null
group by
  `key`,
  `v`.`bucket`,
  `v`.`state`,
  `v`.`value`;

-- seen_events
insert into
  `signals_scratch`.`visitor_1_seen_events` (`segment`, `event_id`, `load_tstamp`)
with
  `counted_events` as (
    select
      `event_id`,
      `load_tstamp`
    from
      `signals_scratch`.`visitor_1_seen_events`
    where
      `segment` in unnest(split(@seen, ','))
      and `load_tstamp` >= timestamp_sub(@since, interval 5 day)
  )
select
  @segment as `segment`,
  `e`.`event_id`,
  `e`.`load_tstamp`
from
  `signals_scratch`.`sbe_events_1aa88031` as `e`
  left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
  and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
  and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
where
  `e`.`stage_id` = @stage_id
  and `e`.`key_domain_userid_b6213cab` is not null
  and `e`.`event_id` is not null
  and `e`.`load_tstamp` > @remember_since
  and `c`.`event_id` is null;
