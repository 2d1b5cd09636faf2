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
                `bucket` >= timestamp_sub(timestamp_trunc(@published_as_of, day, 'UTC'), interval 2 day)
                and `bucket` < timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 2 day)
              )
              or (
                `bucket` >= timestamp_trunc(@published_as_of, day, 'UTC')
                and `bucket` < timestamp_trunc(@as_of, day, 'UTC')
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
          `count_any_event_08b5a954`,
          `last_page_urlpath_405ac3c1`,
          `sum_se_value_aeb01e3f`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 2 day)
          and `bucket` < timestamp_trunc(@as_of, day, 'UTC') as `in_last_2_days`
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
          sum(`count_any_event_08b5a954`) as `count_any_event_08b5a954_ever`,
          sum(if(`in_last_2_days`, `count_any_event_08b5a954`, null)) as `count_any_event_08b5a954_in_last_2_days`,
          max(`last_page_urlpath_405ac3c1`) as `last_page_urlpath_405ac3c1_ever`,
          sum(`sum_se_value_aeb01e3f`) as `sum_se_value_aeb01e3f_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_08b5a954`) > 0
      ),
      `live_values` as (
        select
          `key`,
          `state`,
          `value`,
          `n`,
          `last_order`
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
          and `state` in ('values_page_urlpath_85280da0')
      ),
      `value_totals` as (
        select
          `key`,
          `state`,
          `value`,
          sum(`n`) as `n_ever`,
          max(`last_order`) as `last_order_ever`
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
          if(
            countif(
              `state` = 'values_page_urlpath_85280da0'
              and `n_ever` is not null
            ) > 0,
            json_object(
              array_agg(
                if(
                  `state` = 'values_page_urlpath_85280da0'
                  and `n_ever` is not null,
                  `value`,
                  null
                ) ignore nulls
                order by
                  `n_ever` desc,
                  `last_order_ever` desc,
                  `value` desc
                limit
                  100
              ),
              array_agg(
                if(
                  `state` = 'values_page_urlpath_85280da0'
                  and `n_ever` is not null,
                  `n_ever`,
                  null
                ) ignore nulls
                order by
                  `n_ever` desc,
                  `last_order_ever` desc,
                  `value` desc
                limit
                  100
              )
            ),
            null
          ) as `categories_values_page_urlpath_85280da0_ever`
        from
          `value_totals`
        group by
          `key`
      ),
      `states_of_keys` as (
        select
          `s`.`key`,
          `s`.`count_any_event_08b5a954_ever`,
          `s`.`count_any_event_08b5a954_in_last_2_days`,
          `s`.`last_page_urlpath_405ac3c1_ever`,
          `s`.`sum_se_value_aeb01e3f_ever`,
          `v`.`categories_values_page_urlpath_85280da0_ever`
        from
          `scalars` as `s`
          left join `value_summaries` as `v` on `v`.`key` = `s`.`key`
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(cast(`s`.`count_any_event_08b5a954_ever` as int64), 0) as `events`,
          coalesce(cast(`s`.`sum_se_value_aeb01e3f_ever` as float64), 0.0) as `spent`,
          substr(`s`.`last_page_urlpath_405ac3c1_ever`, strpos(`s`.`last_page_urlpath_405ac3c1_ever`, '\t') + 1) as `last_page`,
          coalesce(`s`.`categories_values_page_urlpath_85280da0_ever`, parse_json('{}', wide_number_mode => 'round')) as `pages`,
          coalesce(cast(`s`.`count_any_event_08b5a954_in_last_2_days` as int64), 0) as `events_in_2_days`
        from
          `states_of_keys` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `events`,
          `spent`,
          `last_page`,
          `pages`,
          `events_in_2_days`,
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
      `n`.`events`,
      `n`.`spent`,
      `n`.`last_page`,
      `n`.`pages`,
      `n`.`events_in_2_days`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`events` is not distinct from `p`.`events`
        and `n`.`spent` is not distinct from `p`.`spent`
        and `n`.`last_page` is not distinct from `p`.`last_page`
        and to_json_string(`n`.`pages`) = to_json_string(`p`.`pages`)
        and `n`.`events_in_2_days` is not distinct from `p`.`events_in_2_days` then `p`.`updated_at`
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
  `events` = `n`.`events`,
  `spent` = `n`.`spent`,
  `last_page` = `n`.`last_page`,
  `pages` = `n`.`pages`,
  `events_in_2_days` = `n`.`events_in_2_days`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (`domain_userid`, `events`, `spent`, `last_page`, `pages`, `events_in_2_days`, `as_of`, `updated_at`)
values
  (
    `n`.`domain_userid`,
    `n`.`events`,
    `n`.`spent`,
    `n`.`last_page`,
    `n`.`pages`,
    `n`.`events_in_2_days`,
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
