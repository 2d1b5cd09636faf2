-- session_2: compact
-- Merges segments of session_2 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  session_2_aggregates
-- writes: session_2_aggregates
-- parameters:
--   oldest_day  no window reaches days before this one
--   segment     a new random id for what this window appends
--   segments    live segments, joined by commas

-- aggregates
insert into
  `signals_derived`.`session_2_aggregates` (
    `segment`,
    `key`,
    `bucket`,
    `count_page_view_3b346107`,
    `count_purchase_6544b52e`,
    `sum_se_value_4d8072fb`
  )
with
  `live_aggregates` as (
    select
      `key`,
      case
        when `bucket` >= @oldest_day then timestamp_trunc(`bucket`, day, 'UTC')
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as `kept_bucket`,
      `count_page_view_3b346107`,
      `count_purchase_6544b52e`,
      `sum_se_value_4d8072fb`
    from
      `signals_derived`.`session_2_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  sum(`count_page_view_3b346107`) as `count_page_view_3b346107`,
  sum(`count_purchase_6544b52e`) as `count_purchase_6544b52e`,
  sum(`sum_se_value_4d8072fb`) as `sum_se_value_4d8072fb`
from
  `live_aggregates`
where
  `count_page_view_3b346107` is not null
  or `count_purchase_6544b52e` is not null
  or `sum_se_value_4d8072fb` is not null
group by
  `key`,
  `kept_bucket`;
