-- visitor_1: publish
-- Writes the attributes of the keys of visitor_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_attributes, sbe_ledger
-- writes: visitor_1_attributes
-- parameters:
--   as_of             the time of the attributes
--   expected_version  the version of the row of the ledger, as this run knows it
--   fresh             live segments that the last publication did not have, joined by commas
--   group_name        the group, as <group>_<version>
--   published_as_of   as_of of the last publication
--   published_since   the clock before this publication
--   renew_before      rows that were updated before this time are sent to the Profiles Store again
--   rewrite           true where the rows of all keys are written
--   segments          live segments, joined by commas

-- write
merge into
  `signals_derived`.`visitor_1_attributes` as `p` using (
    with
      `touched_keys` as (
        select
          `key`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@fresh, ','))
        union all
        select
          `key`
        from
          `signals_derived`.`visitor_1_value_aggregates`
        where
          `segment` in unnest(split(@fresh, ','))
          or (
            `segment` in unnest(split(@segments, ','))
            and (
              (
                `bucket` >= timestamp_sub(timestamp_trunc(@published_as_of, day, 'UTC'), interval 7 day)
                and `bucket` < timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 7 day)
              )
              or (
                `bucket` >= timestamp_trunc(@published_as_of, day, 'UTC')
                and `bucket` < timestamp_trunc(@as_of, day, 'UTC')
              )
            )
          )
        union all
        select
          `domain_userid` as `key`
        from
          `signals_derived`.`visitor_1_attributes`
        where
          `updated_at` < @renew_before
          or @rewrite = 'true'
      ),
      `live_aggregates` as (
        select
          `key`,
          `count_any_event_04a949ec`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
          and `key` in (
            select
              `key`
            from
              `touched_keys`
          )
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
          and `key` in (
            select
              `key`
            from
              `touched_keys`
          )
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
      ),
      `published_values` as (
        select
          `domain_userid`,
          `favourite`,
          `rarest`,
          `favourite_in_7_days`,
          `usual_price`,
          `usual_cookies`,
          `updated_at`
        from
          `signals_derived`.`visitor_1_attributes`
        where
          `domain_userid` in (
            select
              `key`
            from
              `touched_keys`
          )
      )
    select
      coalesce(`n`.`domain_userid`, `p`.`domain_userid`) as `domain_userid`,
      `n`.`favourite`,
      `n`.`rarest`,
      `n`.`favourite_in_7_days`,
      `n`.`usual_price`,
      `n`.`usual_cookies`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`favourite` is not distinct from `p`.`favourite`
        and `n`.`rarest` is not distinct from `p`.`rarest`
        and `n`.`favourite_in_7_days` is not distinct from `p`.`favourite_in_7_days`
        and `n`.`usual_price` is not distinct from `p`.`usual_price`
        and `n`.`usual_cookies` is not distinct from `p`.`usual_cookies` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      full join `published_values` as `p` on `p`.`domain_userid` = `n`.`domain_userid`
    where
      exists (
        select
          `version`
        from
          `signals_snowplow_manifest`.`sbe_ledger`
        where
          `group_name` = @group_name
          and `version` = @expected_version
      )
  ) as `n` on `p`.`domain_userid` = `n`.`domain_userid`
when matched
  and `n`.`updated_at` is null then
delete
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
  );

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`,
  min(`updated_at`) as `oldest_update`
from
  `signals_derived`.`visitor_1_attributes`;
