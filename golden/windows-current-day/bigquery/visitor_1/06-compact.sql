-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   oldest_day   no window reaches days before this one
--   oldest_hour  no window reaches hours before this one
--   segment      a new random id for what this window appends
--   segments     live segments, joined by commas

-- aggregates
insert into
  `signals_derived`.`visitor_1_aggregates` (
    `segment`,
    `key`,
    `bucket`,
    `count_any_event_08b5a954`,
    `count_any_event_a33a448d`,
    `first_page_urlpath_76c7b54f`
  )
with
  `live_aggregates` as (
    select
      `key`,
      case
        when `bucket` >= @oldest_hour then timestamp_trunc(`bucket`, hour, 'UTC')
        when `bucket` >= @oldest_day then timestamp_trunc(`bucket`, day, 'UTC')
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as `kept_bucket`,
      `count_any_event_08b5a954`,
      `count_any_event_a33a448d`,
      `first_page_urlpath_76c7b54f`
    from
      `signals_derived`.`visitor_1_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  sum(`count_any_event_08b5a954`) as `count_any_event_08b5a954`,
  sum(`count_any_event_a33a448d`) as `count_any_event_a33a448d`,
  min(`first_page_urlpath_76c7b54f`) as `first_page_urlpath_76c7b54f`
from
  `live_aggregates`
where
  `count_any_event_08b5a954` is not null
  or `count_any_event_a33a448d` is not null
  or `first_page_urlpath_76c7b54f` is not null
group by
  `key`,
  `kept_bucket`;
