-- account_1: publish
-- Writes the attributes of the keys of account_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  account_1_aggregates, account_1_attributes, sbe_ledger
-- writes: account_1_attributes
-- parameters:
--   as_of             the time of the attributes
--   expected_version  the version of the row of the ledger, as this run knows it
--   fresh             live segments that the last publication did not have, joined by commas
--   group_name        the group, as <group>_<version>
--   published_since   the clock before this publication
--   renew_before      rows that were updated before this time are sent to the Profiles Store again
--   rewrite           true where the rows of all keys are written
--   segments          live segments, joined by commas

-- write
merge into
  `signals_derived`.`account_1_attributes` as `p` using (
    with
      `touched_keys` as (
        select
          `key`
        from
          `signals_derived`.`account_1_aggregates`
        where
          `segment` in unnest(split(@fresh, ','))
        union all
        select
          `account_id` as `key`
        from
          `signals_derived`.`account_1_attributes`
        where
          `updated_at` < @renew_before
          or @rewrite = 'true'
      ),
      `live_aggregates` as (
        select
          `key`,
          `count_any_event_04a949ec`,
          `distinct_domain_userid_d0584648`,
          `last_plan_50ad4ef0`
        from
          `signals_derived`.`account_1_aggregates`
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
          sum(`count_any_event_04a949ec`) as `count_any_event_04a949ec_ever`,
          nullif(hll_count.merge(`distinct_domain_userid_d0584648`), 0) as `distinct_domain_userid_d0584648_ever`,
          max(`last_plan_50ad4ef0`) as `last_plan_50ad4ef0_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_04a949ec`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `account_id`,
          coalesce(cast(`s`.`count_any_event_04a949ec_ever` as int64), 0) as `events`,
          coalesce(cast(`s`.`distinct_domain_userid_d0584648_ever` as int64), 0) as `users`,
          substr(`s`.`last_plan_50ad4ef0_ever`, strpos(`s`.`last_plan_50ad4ef0_ever`, '\t') + 1) as `last_plan`
        from
          `scalars` as `s`
      ),
      `published_values` as (
        select
          `account_id`,
          `events`,
          `users`,
          `last_plan`,
          `updated_at`
        from
          `signals_derived`.`account_1_attributes`
        where
          `account_id` in (
            select
              `key`
            from
              `touched_keys`
          )
      )
    select
      coalesce(`n`.`account_id`, `p`.`account_id`) as `account_id`,
      `n`.`events`,
      `n`.`users`,
      `n`.`last_plan`,
      @as_of as `as_of`,
      case
        when `n`.`account_id` is null then cast(null as timestamp)
        when `p`.`account_id` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`events` is not distinct from `p`.`events`
        and `n`.`users` is not distinct from `p`.`users`
        and `n`.`last_plan` is not distinct from `p`.`last_plan` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      full join `published_values` as `p` on `p`.`account_id` = `n`.`account_id`
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
  ) as `n` on `p`.`account_id` = `n`.`account_id`
when matched
  and `n`.`updated_at` is null then
delete
when matched then update set
  `events` = `n`.`events`,
  `users` = `n`.`users`,
  `last_plan` = `n`.`last_plan`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (`account_id`, `events`, `users`, `last_plan`, `as_of`, `updated_at`)
values
  (`n`.`account_id`, `n`.`events`, `n`.`users`, `n`.`last_plan`, `n`.`as_of`, `n`.`updated_at`);

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`,
  min(`updated_at`) as `oldest_update`
from
  `signals_derived`.`account_1_attributes`;
