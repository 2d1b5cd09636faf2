-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   oldest_day  no window reaches days before this one
--   segment     a new random id for what this window appends
--   segments    live segments, joined by commas

-- aggregates
insert into
  `signals_derived`.`visitor_1_aggregates` (
    `segment`,
    `key`,
    `bucket`,
    `count_add_to_cart_66be2cf4`,
    `count_any_event_04a949ec`,
    `distinct_active_day_af902f73`,
    `distinct_page_urlpath_6c400f94`,
    `distinct_page_urlpath_ac50df94`,
    `distinct_se_label_88f91f73`,
    `distinct_se_value_94084a21`
  )
with
  `live_aggregates` as (
    select
      `key`,
      case
        when `bucket` >= @oldest_day then timestamp_trunc(`bucket`, day, 'UTC')
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as `kept_bucket`,
      `count_add_to_cart_66be2cf4`,
      `count_any_event_04a949ec`,
      `distinct_active_day_af902f73`,
      `distinct_page_urlpath_6c400f94`,
      `distinct_page_urlpath_ac50df94`,
      `distinct_se_label_88f91f73`,
      `distinct_se_value_94084a21`
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
  sum(`count_any_event_04a949ec`) as `count_any_event_04a949ec`,
  hll_count.merge_partial(`distinct_active_day_af902f73`) as `distinct_active_day_af902f73`,
  hll_count.merge_partial(`distinct_page_urlpath_6c400f94`) as `distinct_page_urlpath_6c400f94`,
  hll_count.merge_partial(`distinct_page_urlpath_ac50df94`) as `distinct_page_urlpath_ac50df94`,
  hll_count.merge_partial(`distinct_se_label_88f91f73`) as `distinct_se_label_88f91f73`,
  hll_count.merge_partial(`distinct_se_value_94084a21`) as `distinct_se_value_94084a21`
from
  `live_aggregates`
where
  `count_add_to_cart_66be2cf4` is not null
  or `count_any_event_04a949ec` is not null
  or `distinct_active_day_af902f73` is not null
  or `distinct_page_urlpath_6c400f94` is not null
  or `distinct_page_urlpath_ac50df94` is not null
  or `distinct_se_label_88f91f73` is not null
  or `distinct_se_value_94084a21` is not null
group by
  `key`,
  `kept_bucket`;
