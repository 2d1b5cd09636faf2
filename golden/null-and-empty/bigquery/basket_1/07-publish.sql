-- basket_1: publish
-- Makes the attributes of basket_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  basket_1_aggregates, basket_1_attributes
-- writes: basket_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- replace
merge into
  `signals_derived`.`basket_1_attributes` as `p` using (
    with
      `live_aggregates` as (
        select
          `key`,
          `count_any_event_04a949ec`
        from
          `signals_derived`.`basket_1_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
      ),
      `scalars` as (
        select
          `key`,
          sum(`count_any_event_04a949ec`) as `count_any_event_04a949ec_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_04a949ec`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `lines`,
          coalesce(cast(`s`.`count_any_event_04a949ec_ever` as int64), 0) as `events`
        from
          `scalars` as `s`
      )
    select
      `n`.`lines`,
      `n`.`events`,
      @as_of as `as_of`,
      case
        when `p`.`lines` is not null
        and `n`.`events` is not distinct from `p`.`events` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      left join `signals_derived`.`basket_1_attributes` as `p` on `p`.`lines` = `n`.`lines`
  ) as `n` on `p`.`lines` = `n`.`lines`
when matched then update set
  `events` = `n`.`events`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (`lines`, `events`, `as_of`, `updated_at`)
values
  (`n`.`lines`, `n`.`events`, `n`.`as_of`, `n`.`updated_at`)
when not matched by source then delete;

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`
from
  `signals_derived`.`basket_1_attributes`;
