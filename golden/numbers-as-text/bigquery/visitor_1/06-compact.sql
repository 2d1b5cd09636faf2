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
    `count_any_event_by_se_label_00e077be`,
    `count_any_event_by_se_label_42fd0e98`,
    `count_any_event_by_se_label_d1f1c04b`,
    `count_values_se_label_58a28d62`,
    `last_se_label_2c38a6e0`,
    `last_se_label_8ca5f092`,
    `max_se_label_48bf9f0b`,
    `max_se_label_ef0e49e7`,
    `min_se_label_7423919a`,
    `sum_se_label_36b02d09`
  )
with
  `live_aggregates` as (
    select
      `key`,
      cast('1970-01-01T00:00:00Z' as timestamp) as `kept_bucket`,
      `count_any_event_04a949ec`,
      `count_any_event_by_se_label_00e077be`,
      `count_any_event_by_se_label_42fd0e98`,
      `count_any_event_by_se_label_d1f1c04b`,
      `count_values_se_label_58a28d62`,
      `last_se_label_2c38a6e0`,
      `last_se_label_8ca5f092`,
      `max_se_label_48bf9f0b`,
      `max_se_label_ef0e49e7`,
      `min_se_label_7423919a`,
      `sum_se_label_36b02d09`
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
  sum(`count_any_event_by_se_label_00e077be`) as `count_any_event_by_se_label_00e077be`,
  sum(`count_any_event_by_se_label_42fd0e98`) as `count_any_event_by_se_label_42fd0e98`,
  sum(`count_any_event_by_se_label_d1f1c04b`) as `count_any_event_by_se_label_d1f1c04b`,
  sum(`count_values_se_label_58a28d62`) as `count_values_se_label_58a28d62`,
  max(`last_se_label_2c38a6e0`) as `last_se_label_2c38a6e0`,
  max(`last_se_label_8ca5f092`) as `last_se_label_8ca5f092`,
  max(`max_se_label_48bf9f0b`) as `max_se_label_48bf9f0b`,
  max(`max_se_label_ef0e49e7`) as `max_se_label_ef0e49e7`,
  min(`min_se_label_7423919a`) as `min_se_label_7423919a`,
  sum(`sum_se_label_36b02d09`) as `sum_se_label_36b02d09`
from
  `live_aggregates`
where
  `count_any_event_04a949ec` is not null
  or `count_any_event_by_se_label_00e077be` is not null
  or `count_any_event_by_se_label_42fd0e98` is not null
  or `count_any_event_by_se_label_d1f1c04b` is not null
  or `count_values_se_label_58a28d62` is not null
  or `last_se_label_2c38a6e0` is not null
  or `last_se_label_8ca5f092` is not null
  or `max_se_label_48bf9f0b` is not null
  or `max_se_label_ef0e49e7` is not null
  or `min_se_label_7423919a` is not null
  or `sum_se_label_36b02d09` is not null
group by
  `key`,
  `kept_bucket`;
