-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_attributes
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
          `count_any_event_04a949ec`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
      ),
      `scalars` as (
        select
          `key`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_04a949ec`) > 0
      ),
      `live_values` as (
        select
          `key`,
          `state`,
          `value`,
          `n`,
          `last_order`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 7 day)
          and `bucket` < timestamp_trunc(@as_of, day, 'UTC') as `in_last_7_days`
        from
          `signals_derived`.`visitor_1_value_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
          and `state` in ('values_br_cookies_d7950f4a', 'values_page_urlpath_5bbbb11f', 'values_se_value_6ebbea48')
      ),
      `value_totals` as (
        select
          `key`,
          `state`,
          `value`,
          sum(`n`) as `n_ever`,
          max(`last_order`) as `last_order_ever`,
          sum(if(`in_last_7_days`, `n`, null)) as `n_in_last_7_days`,
          max(if(`in_last_7_days`, `last_order`, null)) as `last_order_in_last_7_days`
        from
          `live_values`
        group by
          `key`,
          `state`,
          `value`
      ),
      `value_summaries` as (
        select
          `key`,
          array_agg(
            if(
              `state` = 'values_page_urlpath_5bbbb11f'
              and `n_ever` is not null,
              `value`,
              null
            ) ignore nulls
            order by
              `n_ever`,
              `last_order_ever` desc,
              `value` desc
            limit
              1
          ) [safe_offset(0)] as `least_frequent_values_page_urlpath_5bbbb11f_ever`,
          array_agg(
            if(
              `state` = 'values_br_cookies_d7950f4a'
              and `n_ever` is not null,
              `value`,
              null
            ) ignore nulls
            order by
              `n_ever` desc,
              `last_order_ever` desc,
              `value` desc
            limit
              1
          ) [safe_offset(0)] as `most_frequent_values_br_cookies_d7950f4a_ever`,
          array_agg(
            if(
              `state` = 'values_page_urlpath_5bbbb11f'
              and `n_ever` is not null,
              `value`,
              null
            ) ignore nulls
            order by
              `n_ever` desc,
              `last_order_ever` desc,
              `value` desc
            limit
              1
          ) [safe_offset(0)] as `most_frequent_values_page_urlpath_5bbbb11f_ever`,
          array_agg(
            if(
              `state` = 'values_page_urlpath_5bbbb11f'
              and `n_in_last_7_days` is not null,
              `value`,
              null
            ) ignore nulls
            order by
              `n_in_last_7_days` desc,
              `last_order_in_last_7_days` desc,
              `value` desc
            limit
              1
          ) [safe_offset(0)] as `most_frequent_values_page_urlpath_5bbbb11f_in_last_7_days`,
          array_agg(
            if(
              `state` = 'values_se_value_6ebbea48'
              and `n_ever` is not null,
              `value`,
              null
            ) ignore nulls
            order by
              `n_ever` desc,
              `last_order_ever` desc,
              `value` desc
            limit
              1
          ) [safe_offset(0)] as `most_frequent_values_se_value_6ebbea48_ever`
        from
          `value_totals`
        group by
          `key`
      ),
      `states_of_keys` as (
        select
          `s`.`key`,
          `v`.`least_frequent_values_page_urlpath_5bbbb11f_ever`,
          `v`.`most_frequent_values_br_cookies_d7950f4a_ever`,
          `v`.`most_frequent_values_page_urlpath_5bbbb11f_ever`,
          `v`.`most_frequent_values_page_urlpath_5bbbb11f_in_last_7_days`,
          `v`.`most_frequent_values_se_value_6ebbea48_ever`
        from
          `scalars` as `s`
          left join `value_summaries` as `v` on `v`.`key` = `s`.`key`
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          `s`.`most_frequent_values_page_urlpath_5bbbb11f_ever` as `favourite`,
          `s`.`least_frequent_values_page_urlpath_5bbbb11f_ever` as `rarest`,
          `s`.`most_frequent_values_page_urlpath_5bbbb11f_in_last_7_days` as `favourite_in_7_days`,
          if(
            safe_cast(round(safe_cast(`s`.`most_frequent_values_se_value_6ebbea48_ever` as bignumeric)) as int64) between -2147483648 and 2147483647,
            safe_cast(round(safe_cast(`s`.`most_frequent_values_se_value_6ebbea48_ever` as bignumeric)) as int64),
            null
          ) as `usual_price`,
          coalesce(cast(`s`.`most_frequent_values_br_cookies_d7950f4a_ever` as bool), false) as `usual_cookies`
        from
          `states_of_keys` as `s`
      )
    select
      `n`.`domain_userid`,
      `n`.`favourite`,
      `n`.`rarest`,
      `n`.`favourite_in_7_days`,
      `n`.`usual_price`,
      `n`.`usual_cookies`,
      @as_of as `as_of`,
      case
        when `p`.`domain_userid` is not null
        and `n`.`favourite` is not distinct from `p`.`favourite`
        and `n`.`rarest` is not distinct from `p`.`rarest`
        and `n`.`favourite_in_7_days` is not distinct from `p`.`favourite_in_7_days`
        and `n`.`usual_price` is not distinct from `p`.`usual_price`
        and `n`.`usual_cookies` is not distinct from `p`.`usual_cookies` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      left join `signals_derived`.`visitor_1_attributes` as `p` on `p`.`domain_userid` = `n`.`domain_userid`
  ) as `n` on `p`.`domain_userid` = `n`.`domain_userid`
when matched then update set
  `favourite` = `n`.`favourite`,
  `rarest` = `n`.`rarest`,
  `favourite_in_7_days` = `n`.`favourite_in_7_days`,
  `usual_price` = `n`.`usual_price`,
  `usual_cookies` = `n`.`usual_cookies`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `favourite`,
    `rarest`,
    `favourite_in_7_days`,
    `usual_price`,
    `usual_cookies`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`favourite`,
    `n`.`rarest`,
    `n`.`favourite_in_7_days`,
    `n`.`usual_price`,
    `n`.`usual_cookies`,
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
