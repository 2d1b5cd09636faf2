-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
-- parameters:
--   oldest_day  no window reaches days before this one
--   segment     a new random id for what this window appends
--   segments    live segments, joined by commas

-- aggregates
insert into
  `signals_derived`.`visitor_1_aggregates` (`segment`, `key`, `bucket`, `count_add_to_cart_66be2cf4`, `count_any_event_04a949ec`)
with
  `live_aggregates` as (
    select
      `key`,
      cast('1970-01-01T00:00:00Z' as timestamp) as `kept_bucket`,
      `count_add_to_cart_66be2cf4`,
      `count_any_event_04a949ec`
    from
      `signals_derived`.`visitor_1_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  sum(`count_add_to_cart_66be2cf4`) as `count_add_to_cart_66be2cf4`,
  sum(`count_any_event_04a949ec`) as `count_any_event_04a949ec`
from
  `live_aggregates`
where
  `count_add_to_cart_66be2cf4` is not null
  or `count_any_event_04a949ec` is not null
group by
  `key`,
  `kept_bucket`;

-- value_aggregates
insert into
  `signals_derived`.`visitor_1_value_aggregates` (`segment`, `key`, `bucket`, `state`, `value`, `n`, `last_order`)
with
  `live_values` as (
    select
      `key`,
      `state`,
      `value`,
      `n`,
      `last_order`,
      case
        when `state` in ('values_se_label_d47f893f')
        and `bucket` < @oldest_day then cast('1970-01-01T00:00:00Z' as timestamp)
        else `bucket`
      end as `kept_bucket`
    from
      `signals_derived`.`visitor_1_value_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
      and (
        `state` in (
          'values_active_day_0097bb02',
          'values_se_label_46c93e82',
          'values_se_label_4c225c20',
          'values_se_label_79673331',
          'values_se_label_9973876b',
          'values_se_label_bf2639c4',
          'values_se_label_d47f893f',
          'values_se_label_deafd599'
        )
        or (
          `state` in ('values_se_label_d47f893f')
          and `bucket` >= @oldest_day
        )
      )
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  `state`,
  `value`,
  sum(`n`) as `n`,
  max(`last_order`) as `last_order`
from
  `live_values`
group by
  `key`,
  `kept_bucket`,
  `state`,
  `value`;
