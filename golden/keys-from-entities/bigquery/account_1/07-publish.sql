-- account_1: publish
-- Makes the attributes of account_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  account_1_aggregates, account_1_attributes
-- writes: account_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- replace
merge into
  `signals_derived`.`account_1_attributes` as `p` using (
    with
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
      )
    select
      `n`.`account_id`,
      `n`.`events`,
      `n`.`users`,
      `n`.`last_plan`,
      @as_of as `as_of`,
      case
        when `p`.`account_id` is not null
        and `n`.`events` is not distinct from `p`.`events`
        and `n`.`users` is not distinct from `p`.`users`
        and `n`.`last_plan` is not distinct from `p`.`last_plan` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      left join `signals_derived`.`account_1_attributes` as `p` on `p`.`account_id` = `n`.`account_id`
  ) as `n` on `p`.`account_id` = `n`.`account_id`
when matched then update set
  `events` = `n`.`events`,
  `users` = `n`.`users`,
  `last_plan` = `n`.`last_plan`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (`account_id`, `events`, `users`, `last_plan`, `as_of`, `updated_at`)
values
  (`n`.`account_id`, `n`.`events`, `n`.`users`, `n`.`last_plan`, `n`.`as_of`, `n`.`updated_at`)
when not matched by source then delete;

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`
from
  `signals_derived`.`account_1_attributes`;
