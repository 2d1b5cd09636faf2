-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates
insert into
  `signals_derived`.`visitor_1_aggregates` (
    `segment`,
    `key`,
    `bucket`,
    `count_any_event_04a949ec`,
    `count_any_event_by_isgift_by_total_baf6b11e`,
    `last_couponcode_7fdc81a5`,
    `last_delivery_5af565d7`,
    `last_delivery_70ae7a67`,
    `last_id_b72e6529`,
    `last_isgift_349f0df6`,
    `last_total_8837564d`,
    `sum_total_351f92a8`
  )
with
  `live_aggregates` as (
    select
      `key`,
      cast('1970-01-01T00:00:00Z' as timestamp) as `kept_bucket`,
      `count_any_event_04a949ec`,
      `count_any_event_by_isgift_by_total_baf6b11e`,
      `last_couponcode_7fdc81a5`,
      `last_delivery_5af565d7`,
      `last_delivery_70ae7a67`,
      `last_id_b72e6529`,
      `last_isgift_349f0df6`,
      `last_total_8837564d`,
      `sum_total_351f92a8`
    from
      `signals_derived`.`visitor_1_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  sum(`count_any_event_04a949ec`) as `count_any_event_04a949ec`,
  sum(`count_any_event_by_isgift_by_total_baf6b11e`) as `count_any_event_by_isgift_by_total_baf6b11e`,
  max(`last_couponcode_7fdc81a5`) as `last_couponcode_7fdc81a5`,
  max(`last_delivery_5af565d7`) as `last_delivery_5af565d7`,
  max(`last_delivery_70ae7a67`) as `last_delivery_70ae7a67`,
  max(`last_id_b72e6529`) as `last_id_b72e6529`,
  max(`last_isgift_349f0df6`) as `last_isgift_349f0df6`,
  max(`last_total_8837564d`) as `last_total_8837564d`,
  sum(`sum_total_351f92a8`) as `sum_total_351f92a8`
from
  `live_aggregates`
where
  `count_any_event_04a949ec` is not null
  or `count_any_event_by_isgift_by_total_baf6b11e` is not null
  or `last_couponcode_7fdc81a5` is not null
  or `last_delivery_5af565d7` is not null
  or `last_delivery_70ae7a67` is not null
  or `last_id_b72e6529` is not null
  or `last_isgift_349f0df6` is not null
  or `last_total_8837564d` is not null
  or `sum_total_351f92a8` is not null
group by
  `key`,
  `kept_bucket`;
