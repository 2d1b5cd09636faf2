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
    `count_any_event_by_id_73ab12a4`,
    `count_any_event_by_id_c380e8e3`,
    `count_page_view_by_id_9a3b6969`
  )
with
  `live_aggregates` as (
    select
      `key`,
      cast('1970-01-01T00:00:00Z' as timestamp) as `kept_bucket`,
      `count_any_event_by_id_73ab12a4`,
      `count_any_event_by_id_c380e8e3`,
      `count_page_view_by_id_9a3b6969`
    from
      `signals_derived`.`visitor_1_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  sum(`count_any_event_by_id_73ab12a4`) as `count_any_event_by_id_73ab12a4`,
  sum(`count_any_event_by_id_c380e8e3`) as `count_any_event_by_id_c380e8e3`,
  sum(`count_page_view_by_id_9a3b6969`) as `count_page_view_by_id_9a3b6969`
from
  `live_aggregates`
where
  `count_any_event_by_id_73ab12a4` is not null
  or `count_any_event_by_id_c380e8e3` is not null
  or `count_page_view_by_id_9a3b6969` is not null
group by
  `key`,
  `kept_bucket`;
