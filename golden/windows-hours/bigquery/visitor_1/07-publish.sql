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
          `count_any_event_022ca00a`,
          `count_any_event_a33a448d`,
          `last_page_urlpath_d3898135`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, hour, 'UTC'), interval 36 hour)
          and `bucket` < timestamp_trunc(@as_of, hour, 'UTC') as `in_last_36_hours`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, hour, 'UTC'), interval 6 hour)
          and `bucket` < timestamp_trunc(@as_of, hour, 'UTC') as `in_last_6_hours`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, minute, 'UTC'), interval 90 minute)
          and `bucket` < timestamp_trunc(@as_of, minute, 'UTC') as `in_last_90_minutes`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
      ),
      `scalars` as (
        select
          `key`,
          sum(if(`in_last_90_minutes`, `count_any_event_022ca00a`, null)) as `count_any_event_022ca00a_in_last_90_minutes`,
          sum(`count_any_event_a33a448d`) as `count_any_event_a33a448d_ever`,
          sum(if(`in_last_36_hours`, `count_any_event_a33a448d`, null)) as `count_any_event_a33a448d_in_last_36_hours`,
          sum(if(`in_last_6_hours`, `count_any_event_a33a448d`, null)) as `count_any_event_a33a448d_in_last_6_hours`,
          max(if(`in_last_6_hours`, `last_page_urlpath_d3898135`, null)) as `last_page_urlpath_d3898135_in_last_6_hours`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_a33a448d`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(cast(`s`.`count_any_event_a33a448d_in_last_6_hours` as int64), 0) as `six_hours`,
          coalesce(cast(`s`.`count_any_event_a33a448d_in_last_36_hours` as int64), 0) as `day_and_a_half`,
          coalesce(cast(`s`.`count_any_event_022ca00a_in_last_90_minutes` as int64), 0) as `ninety_minutes`,
          substr(
            `s`.`last_page_urlpath_d3898135_in_last_6_hours`,
            strpos(`s`.`last_page_urlpath_d3898135_in_last_6_hours`, '\t') + 1
          ) as `last_page_in_six_hours`,
          coalesce(cast(`s`.`count_any_event_a33a448d_ever` as int64), 0) as `ever`
        from
          `scalars` as `s`
      )
    select
      `n`.`domain_userid`,
      `n`.`six_hours`,
      `n`.`day_and_a_half`,
      `n`.`ninety_minutes`,
      `n`.`last_page_in_six_hours`,
      `n`.`ever`,
      @as_of as `as_of`,
      case
        when `p`.`domain_userid` is not null
        and `n`.`six_hours` is not distinct from `p`.`six_hours`
        and `n`.`day_and_a_half` is not distinct from `p`.`day_and_a_half`
        and `n`.`ninety_minutes` is not distinct from `p`.`ninety_minutes`
        and `n`.`last_page_in_six_hours` is not distinct from `p`.`last_page_in_six_hours`
        and `n`.`ever` is not distinct from `p`.`ever` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      left join `signals_derived`.`visitor_1_attributes` as `p` on `p`.`domain_userid` = `n`.`domain_userid`
  ) as `n` on `p`.`domain_userid` = `n`.`domain_userid`
when matched then update set
  `six_hours` = `n`.`six_hours`,
  `day_and_a_half` = `n`.`day_and_a_half`,
  `ninety_minutes` = `n`.`ninety_minutes`,
  `last_page_in_six_hours` = `n`.`last_page_in_six_hours`,
  `ever` = `n`.`ever`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `six_hours`,
    `day_and_a_half`,
    `ninety_minutes`,
    `last_page_in_six_hours`,
    `ever`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`six_hours`,
    `n`.`day_and_a_half`,
    `n`.`ninety_minutes`,
    `n`.`last_page_in_six_hours`,
    `n`.`ever`,
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
