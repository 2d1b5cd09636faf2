-- session_2: publish
-- Writes the attributes of the keys of session_2 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  session_2_aggregates, session_2_attributes, sbe_ledger
-- writes: session_2_attributes
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
  `signals_derived`.`session_2_attributes` as `p` using (
    with
      `touched_keys` as (
        select
          `key`
        from
          `signals_derived`.`session_2_aggregates`
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
          `domain_sessionid` as `key`
        from
          `signals_derived`.`session_2_attributes`
        where
          `updated_at` < @renew_before
          or @rewrite = 'true'
      ),
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
      ),
      `published_values` as (
        select
          `domain_sessionid`,
          `page_views`,
          `spent`,
          `updated_at`
        from
          `signals_derived`.`session_2_attributes`
        where
          `domain_sessionid` in (
            select
              `key`
            from
              `touched_keys`
          )
      )
    select
      coalesce(`n`.`domain_sessionid`, `p`.`domain_sessionid`) as `domain_sessionid`,
      `n`.`page_views`,
      `n`.`spent`,
      @as_of as `as_of`,
      case
        when `n`.`domain_sessionid` is null then cast(null as timestamp)
        when `p`.`domain_sessionid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`page_views` is not distinct from `p`.`page_views`
        and `n`.`spent` is not distinct from `p`.`spent` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      full join `published_values` as `p` on `p`.`domain_sessionid` = `n`.`domain_sessionid`
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
  ) as `n` on `p`.`domain_sessionid` = `n`.`domain_sessionid`
when matched
  and `n`.`updated_at` is null then
delete
when matched then update set
  `page_views` = `n`.`page_views`,
  `spent` = `n`.`spent`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (`domain_sessionid`, `page_views`, `spent`, `as_of`, `updated_at`)
values
  (`n`.`domain_sessionid`, `n`.`page_views`, `n`.`spent`, `n`.`as_of`, `n`.`updated_at`);

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`,
  min(`updated_at`) as `oldest_update`
from
  `signals_derived`.`session_2_attributes`;
