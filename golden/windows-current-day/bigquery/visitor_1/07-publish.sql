-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_attributes
-- writes: visitor_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- replace
merge into
  `signals_derived`.`visitor_1_attributes` as `p` using (
    with
      `live_aggregates` as (
        select
          `key`,
          `count_any_event_08b5a954`,
          `count_any_event_a33a448d`,
          `first_page_urlpath_76c7b54f`,
          `bucket` >= timestamp_trunc(@as_of, day, 'UTC')
          and `bucket` < timestamp_add(timestamp_trunc(@as_of, day, 'UTC'), interval 1 day) as `in_last_1_day_and_today`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 1 day)
          and `bucket` < timestamp_add(timestamp_trunc(@as_of, day, 'UTC'), interval 1 day) as `in_last_2_days_and_today`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, hour, 'UTC'), interval 6 hour)
          and `bucket` < timestamp_trunc(@as_of, hour, 'UTC') as `in_last_6_hours`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
      ),
      `scalars` as (
        select
          `key`,
          sum(if(`in_last_1_day_and_today`, `count_any_event_08b5a954`, null)) as `count_any_event_08b5a954_in_last_1_day_and_today`,
          sum(if(`in_last_2_days_and_today`, `count_any_event_08b5a954`, null)) as `count_any_event_08b5a954_in_last_2_days_and_today`,
          sum(if(`in_last_6_hours`, `count_any_event_a33a448d`, null)) as `count_any_event_a33a448d_in_last_6_hours`,
          min(if(`in_last_2_days_and_today`, `first_page_urlpath_76c7b54f`, null)) as `first_page_urlpath_76c7b54f_in_last_2_days_and_today`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_08b5a954`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(cast(`s`.`count_any_event_08b5a954_in_last_1_day_and_today` as int64), 0) as `one_day`,
          coalesce(cast(`s`.`count_any_event_08b5a954_in_last_2_days_and_today` as int64), 0) as `two_days`,
          coalesce(cast(`s`.`count_any_event_a33a448d_in_last_6_hours` as int64), 0) as `six_hours`,
          substr(
            `s`.`first_page_urlpath_76c7b54f_in_last_2_days_and_today`,
            strpos(`s`.`first_page_urlpath_76c7b54f_in_last_2_days_and_today`, '\t') + 1
          ) as `first_page_in_two_days`
        from
          `scalars` as `s`
      )
    select
      `n`.`domain_userid`,
      `n`.`one_day`,
      `n`.`two_days`,
      `n`.`six_hours`,
      `n`.`first_page_in_two_days`,
      @as_of as `as_of`,
      case
        when `p`.`domain_userid` is not null
        and `n`.`one_day` is not distinct from `p`.`one_day`
        and `n`.`two_days` is not distinct from `p`.`two_days`
        and `n`.`six_hours` is not distinct from `p`.`six_hours`
        and `n`.`first_page_in_two_days` is not distinct from `p`.`first_page_in_two_days` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      left join `signals_derived`.`visitor_1_attributes` as `p` on `p`.`domain_userid` = `n`.`domain_userid`
  ) as `n` on `p`.`domain_userid` = `n`.`domain_userid`
when matched then update set
  `one_day` = `n`.`one_day`,
  `two_days` = `n`.`two_days`,
  `six_hours` = `n`.`six_hours`,
  `first_page_in_two_days` = `n`.`first_page_in_two_days`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `one_day`,
    `two_days`,
    `six_hours`,
    `first_page_in_two_days`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`one_day`,
    `n`.`two_days`,
    `n`.`six_hours`,
    `n`.`first_page_in_two_days`,
    `n`.`as_of`,
    `n`.`updated_at`
  )
when not matched by source then delete;

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`
from
  `signals_derived`.`visitor_1_attributes`;
