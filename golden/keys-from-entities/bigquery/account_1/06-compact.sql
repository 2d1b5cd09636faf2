-- account_1: compact
-- Merges segments of account_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  account_1_aggregates
-- writes: account_1_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates
insert into
  `signals_derived`.`account_1_aggregates` (
    `segment`,
    `key`,
    `bucket`,
    `count_any_event_04a949ec`,
    `distinct_domain_userid_d0584648`,
    `last_plan_50ad4ef0`
  )
with
  `live_aggregates` as (
    select
      `key`,
      cast('1970-01-01T00:00:00Z' as timestamp) as `kept_bucket`,
      `count_any_event_04a949ec`,
      `distinct_domain_userid_d0584648`,
      `last_plan_50ad4ef0`
    from
      `signals_derived`.`account_1_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  sum(`count_any_event_04a949ec`) as `count_any_event_04a949ec`,
  hll_count.merge_partial(`distinct_domain_userid_d0584648`) as `distinct_domain_userid_d0584648`,
  max(`last_plan_50ad4ef0`) as `last_plan_50ad4ef0`
from
  `live_aggregates`
where
  `count_any_event_04a949ec` is not null
  or `distinct_domain_userid_d0584648` is not null
  or `last_plan_50ad4ef0` is not null
group by
  `key`,
  `kept_bucket`;
