-- session_2: publish
-- Makes the attributes of session_2 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  session_2_aggregates, session_2_attributes
-- writes: session_2_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- replace
merge into
  `signals_derived`.`session_2_attributes` as `p` using (
    with
      `live_aggregates` as (
        select
          `key`,
          `count_page_view_3b346107`,
          `count_purchase_6544b52e`,
          `sum_se_value_4d8072fb`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 7 day)
          and `bucket` < timestamp_trunc(@as_of, day, 'UTC') as `in_last_7_days`
        from
          `signals_derived`.`session_2_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
      ),
      `scalars` as (
        select
          `key`,
          sum(if(`in_last_7_days`, `count_page_view_3b346107`, null)) as `count_page_view_3b346107_in_last_7_days`,
          sum(`sum_se_value_4d8072fb`) as `sum_se_value_4d8072fb_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_page_view_3b346107`) > 0
          or sum(`count_purchase_6544b52e`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_sessionid`,
          coalesce(cast(`s`.`count_page_view_3b346107_in_last_7_days` as int64), 0) as `page_views`,
          coalesce(cast(`s`.`sum_se_value_4d8072fb_ever` as float64), 0.0) as `spent`
        from
          `scalars` as `s`
      )
    select
      `n`.`domain_sessionid`,
      `n`.`page_views`,
      `n`.`spent`,
      @as_of as `as_of`,
      case
        when `p`.`domain_sessionid` is not null
        and `n`.`page_views` is not distinct from `p`.`page_views`
        and `n`.`spent` is not distinct from `p`.`spent` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      left join `signals_derived`.`session_2_attributes` as `p` on `p`.`domain_sessionid` = `n`.`domain_sessionid`
  ) as `n` on `p`.`domain_sessionid` = `n`.`domain_sessionid`
when matched then update set
  `page_views` = `n`.`page_views`,
  `spent` = `n`.`spent`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (`domain_sessionid`, `page_views`, `spent`, `as_of`, `updated_at`)
values
  (`n`.`domain_sessionid`, `n`.`page_views`, `n`.`spent`, `n`.`as_of`, `n`.`updated_at`)
when not matched by source then delete;

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`
from
  `signals_derived`.`session_2_attributes`;
