-- basket_1: compact
-- Merges segments of basket_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  basket_1_aggregates
-- writes: basket_1_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates
insert into
  `signals_derived`.`basket_1_aggregates` (`segment`, `key`, `bucket`, `count_any_event_04a949ec`)
with
  `live_aggregates` as (
    select
      `key`,
      cast('1970-01-01T00:00:00Z' as timestamp) as `kept_bucket`,
      `count_any_event_04a949ec`
    from
      `signals_derived`.`basket_1_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  sum(`count_any_event_04a949ec`) as `count_any_event_04a949ec`
from
  `live_aggregates`
where
  `count_any_event_04a949ec` is not null
group by
  `key`,
  `kept_bucket`;
