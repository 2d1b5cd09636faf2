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
          or (
            `segment` in unnest(split(@segments, ','))
            and (
              (
                `bucket` >= timestamp_sub(timestamp_trunc(@published_as_of, day, 'UTC'), interval 1 day)
                and `bucket` < timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 1 day)
              )
              or (
                `bucket` >= timestamp_trunc(@published_as_of, day, 'UTC')
                and `bucket` < timestamp_trunc(@as_of, day, 'UTC')
              )
              or (
                `bucket` >= timestamp_sub(timestamp_trunc(@published_as_of, day, 'UTC'), interval 7 day)
                and `bucket` < timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 7 day)
              )
              or (
                `bucket` >= timestamp_sub(timestamp_trunc(@published_as_of, day, 'UTC'), interval 3 day)
                and `bucket` < timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 3 day)
              )
            )
          )
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
                `bucket` >= timestamp_sub(timestamp_trunc(@published_as_of, day, 'UTC'), interval 3 day)
                and `bucket` < timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 3 day)
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
          `count_any_event_04a949ec`,
          `count_page_view_3b346107`,
          `max_se_value_d56d78d7`,
          `sum_se_value_038d88b0`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 1 day)
          and `bucket` < timestamp_trunc(@as_of, day, 'UTC') as `in_last_1_day`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 3 day)
          and `bucket` < timestamp_trunc(@as_of, day, 'UTC') as `in_last_3_days`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 7 day)
          and `bucket` < timestamp_trunc(@as_of, day, 'UTC') as `in_last_7_days`
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
          `key`,
          sum(`count_page_view_3b346107`) as `count_page_view_3b346107_ever`,
          sum(if(`in_last_1_day`, `count_page_view_3b346107`, null)) as `count_page_view_3b346107_in_last_1_day`,
          sum(if(`in_last_7_days`, `count_page_view_3b346107`, null)) as `count_page_view_3b346107_in_last_7_days`,
          max(if(`in_last_3_days`, `max_se_value_d56d78d7`, null)) as `max_se_value_d56d78d7_in_last_3_days`,
          sum(if(`in_last_3_days`, `sum_se_value_038d88b0`, null)) as `sum_se_value_038d88b0_in_last_3_days`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_04a949ec`) > 0
          or sum(`count_page_view_3b346107`) > 0
      ),
      `live_values` as (
        select
          `key`,
          `state`,
          `value`,
          `n`,
          `last_order`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 3 day)
          and `bucket` < timestamp_trunc(@as_of, day, 'UTC') as `in_last_3_days`
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
          and `state` in ('values_page_urlpath_5bbbb11f')
      ),
      `value_totals` as (
        select
          `key`,
          `state`,
          `value`,
          sum(if(`in_last_3_days`, `n`, null)) as `n_in_last_3_days`,
          max(if(`in_last_3_days`, `last_order`, null)) as `last_order_in_last_3_days`
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
          array_reverse(
            array_agg(
              if(
                `state` = 'values_page_urlpath_5bbbb11f'
                and `n_in_last_3_days` is not null,
                `value`,
                null
              ) ignore nulls
              order by
                `last_order_in_last_3_days` desc,
                `value` desc
              limit
                100
            )
          ) as `list_values_page_urlpath_5bbbb11f_in_last_3_days`
        from
          `value_totals`
        group by
          `key`
      ),
      `states_of_keys` as (
        select
          `s`.`key`,
          `s`.`count_page_view_3b346107_ever`,
          `s`.`count_page_view_3b346107_in_last_1_day`,
          `s`.`count_page_view_3b346107_in_last_7_days`,
          `s`.`max_se_value_d56d78d7_in_last_3_days`,
          `s`.`sum_se_value_038d88b0_in_last_3_days`,
          `v`.`list_values_page_urlpath_5bbbb11f_in_last_3_days`
        from
          `scalars` as `s`
          left join `value_summaries` as `v` on `v`.`key` = `s`.`key`
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(cast(`s`.`count_page_view_3b346107_ever` as int64), 0) as `ever`,
          coalesce(cast(`s`.`count_page_view_3b346107_in_last_1_day` as int64), 0) as `last_day`,
          coalesce(cast(`s`.`count_page_view_3b346107_in_last_1_day` as int64), 0) as `last_24_hours`,
          coalesce(cast(`s`.`count_page_view_3b346107_in_last_7_days` as int64), 0) as `last_7_days`,
          coalesce(cast(`s`.`count_page_view_3b346107_in_last_7_days` as int64), 0) as `last_week`,
          coalesce(cast(`s`.`sum_se_value_038d88b0_in_last_3_days` as float64), 0.0) as `spent_in_3_days`,
          `s`.`max_se_value_d56d78d7_in_last_3_days` as `dearest_in_3_days`,
          coalesce(`s`.`list_values_page_urlpath_5bbbb11f_in_last_3_days`, cast([] as ARRAY<STRING>)) as `pages_in_3_days`
        from
          `states_of_keys` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `ever`,
          `last_day`,
          `last_24_hours`,
          `last_7_days`,
          `last_week`,
          `spent_in_3_days`,
          `dearest_in_3_days`,
          `pages_in_3_days`,
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
      `n`.`ever`,
      `n`.`last_day`,
      `n`.`last_24_hours`,
      `n`.`last_7_days`,
      `n`.`last_week`,
      `n`.`spent_in_3_days`,
      `n`.`dearest_in_3_days`,
      `n`.`pages_in_3_days`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`ever` is not distinct from `p`.`ever`
        and `n`.`last_day` is not distinct from `p`.`last_day`
        and `n`.`last_24_hours` is not distinct from `p`.`last_24_hours`
        and `n`.`last_7_days` is not distinct from `p`.`last_7_days`
        and `n`.`last_week` is not distinct from `p`.`last_week`
        and `n`.`spent_in_3_days` is not distinct from `p`.`spent_in_3_days`
        and `n`.`dearest_in_3_days` is not distinct from `p`.`dearest_in_3_days`
        and to_json_string(`n`.`pages_in_3_days`) = to_json_string(`p`.`pages_in_3_days`) then `p`.`updated_at`
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
  `ever` = `n`.`ever`,
  `last_day` = `n`.`last_day`,
  `last_24_hours` = `n`.`last_24_hours`,
  `last_7_days` = `n`.`last_7_days`,
  `last_week` = `n`.`last_week`,
  `spent_in_3_days` = `n`.`spent_in_3_days`,
  `dearest_in_3_days` = `n`.`dearest_in_3_days`,
  `pages_in_3_days` = `n`.`pages_in_3_days`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `ever`,
    `last_day`,
    `last_24_hours`,
    `last_7_days`,
    `last_week`,
    `spent_in_3_days`,
    `dearest_in_3_days`,
    `pages_in_3_days`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`ever`,
    `n`.`last_day`,
    `n`.`last_24_hours`,
    `n`.`last_7_days`,
    `n`.`last_week`,
    `n`.`spent_in_3_days`,
    `n`.`dearest_in_3_days`,
    `n`.`pages_in_3_days`,
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
