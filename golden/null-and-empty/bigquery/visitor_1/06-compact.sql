-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
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
    `count_any_event_by_address_adc47209`,
    `count_any_event_by_items_596a4e75`,
    `count_any_event_by_items_fe4704f8`,
    `count_any_event_by_lines_623204b2`,
    `count_any_event_by_note_067c669f`,
    `first_items_cd3bae57`,
    `last_address_36b8ebc6`,
    `last_items_d0a192e8`,
    `last_lines_5e12534d`,
    `last_note_2bf7b18a`,
    `last_tags_af81bd14`
  )
with
  `live_aggregates` as (
    select
      `key`,
      cast('1970-01-01T00:00:00Z' as timestamp) as `kept_bucket`,
      `count_any_event_04a949ec`,
      `count_any_event_by_address_adc47209`,
      `count_any_event_by_items_596a4e75`,
      `count_any_event_by_items_fe4704f8`,
      `count_any_event_by_lines_623204b2`,
      `count_any_event_by_note_067c669f`,
      `first_items_cd3bae57`,
      `last_address_36b8ebc6`,
      `last_items_d0a192e8`,
      `last_lines_5e12534d`,
      `last_note_2bf7b18a`,
      `last_tags_af81bd14`
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
  sum(`count_any_event_by_address_adc47209`) as `count_any_event_by_address_adc47209`,
  sum(`count_any_event_by_items_596a4e75`) as `count_any_event_by_items_596a4e75`,
  sum(`count_any_event_by_items_fe4704f8`) as `count_any_event_by_items_fe4704f8`,
  sum(`count_any_event_by_lines_623204b2`) as `count_any_event_by_lines_623204b2`,
  sum(`count_any_event_by_note_067c669f`) as `count_any_event_by_note_067c669f`,
  min(`first_items_cd3bae57`) as `first_items_cd3bae57`,
  max(`last_address_36b8ebc6`) as `last_address_36b8ebc6`,
  max(`last_items_d0a192e8`) as `last_items_d0a192e8`,
  max(`last_lines_5e12534d`) as `last_lines_5e12534d`,
  max(`last_note_2bf7b18a`) as `last_note_2bf7b18a`,
  max(`last_tags_af81bd14`) as `last_tags_af81bd14`
from
  `live_aggregates`
where
  `count_any_event_04a949ec` is not null
  or `count_any_event_by_address_adc47209` is not null
  or `count_any_event_by_items_596a4e75` is not null
  or `count_any_event_by_items_fe4704f8` is not null
  or `count_any_event_by_lines_623204b2` is not null
  or `count_any_event_by_note_067c669f` is not null
  or `first_items_cd3bae57` is not null
  or `last_address_36b8ebc6` is not null
  or `last_items_d0a192e8` is not null
  or `last_lines_5e12534d` is not null
  or `last_note_2bf7b18a` is not null
  or `last_tags_af81bd14` is not null
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
      `bucket` as `kept_bucket`
    from
      `signals_derived`.`visitor_1_value_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
      and `state` in ('values_items_ff405ed9')
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
