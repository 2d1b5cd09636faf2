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
    `count_any_event_by_unitprice_23611fec`,
    `last_id_114a0fa6`,
    `last_id_3dd6c180`,
    `last_id_c5d08eae`,
    `last_items_dd01966d`,
    `last_sku_138875fb`,
    `last_tags_acee89b2`,
    `last_zipcode_b06d7e04`,
    `max_unitprice_7454947d`
  )
with
  `live_aggregates` as (
    select
      `key`,
      cast('1970-01-01T00:00:00Z' as timestamp) as `kept_bucket`,
      `count_any_event_04a949ec`,
      `count_any_event_by_unitprice_23611fec`,
      `last_id_114a0fa6`,
      `last_id_3dd6c180`,
      `last_id_c5d08eae`,
      `last_items_dd01966d`,
      `last_sku_138875fb`,
      `last_tags_acee89b2`,
      `last_zipcode_b06d7e04`,
      `max_unitprice_7454947d`
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
  sum(`count_any_event_by_unitprice_23611fec`) as `count_any_event_by_unitprice_23611fec`,
  max(`last_id_114a0fa6`) as `last_id_114a0fa6`,
  max(`last_id_3dd6c180`) as `last_id_3dd6c180`,
  max(`last_id_c5d08eae`) as `last_id_c5d08eae`,
  max(`last_items_dd01966d`) as `last_items_dd01966d`,
  max(`last_sku_138875fb`) as `last_sku_138875fb`,
  max(`last_tags_acee89b2`) as `last_tags_acee89b2`,
  max(`last_zipcode_b06d7e04`) as `last_zipcode_b06d7e04`,
  max(`max_unitprice_7454947d`) as `max_unitprice_7454947d`
from
  `live_aggregates`
where
  `count_any_event_04a949ec` is not null
  or `count_any_event_by_unitprice_23611fec` is not null
  or `last_id_114a0fa6` is not null
  or `last_id_3dd6c180` is not null
  or `last_id_c5d08eae` is not null
  or `last_items_dd01966d` is not null
  or `last_sku_138875fb` is not null
  or `last_tags_acee89b2` is not null
  or `last_zipcode_b06d7e04` is not null
  or `max_unitprice_7454947d` is not null
group by
  `key`,
  `kept_bucket`;
