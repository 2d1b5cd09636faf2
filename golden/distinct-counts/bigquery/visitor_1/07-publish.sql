-- visitor_1: publish
-- Writes the attributes of the keys of visitor_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  visitor_1_aggregates, visitor_1_attributes, sbe_ledger
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
          `count_add_to_cart_66be2cf4`,
          `count_any_event_04a949ec`,
          `distinct_active_day_af902f73`,
          `distinct_page_urlpath_6c400f94`,
          `distinct_page_urlpath_ac50df94`,
          `distinct_se_label_88f91f73`,
          `distinct_se_value_94084a21`,
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
          nullif(hll_count.merge(`distinct_active_day_af902f73`), 0) as `distinct_active_day_af902f73_ever`,
          nullif(hll_count.merge(`distinct_page_urlpath_6c400f94`), 0) as `distinct_page_urlpath_6c400f94_ever`,
          nullif(hll_count.merge(`distinct_page_urlpath_ac50df94`), 0) as `distinct_page_urlpath_ac50df94_ever`,
          nullif(hll_count.merge(if(`in_last_7_days`, `distinct_page_urlpath_ac50df94`, null)), 0) as `distinct_page_urlpath_ac50df94_in_last_7_days`,
          nullif(hll_count.merge(`distinct_se_label_88f91f73`), 0) as `distinct_se_label_88f91f73_ever`,
          nullif(hll_count.merge(`distinct_se_value_94084a21`), 0) as `distinct_se_value_94084a21_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_add_to_cart_66be2cf4`) > 0
          or sum(`count_any_event_04a949ec`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(cast(`s`.`distinct_page_urlpath_ac50df94_ever` as int64), 0) as `pages`,
          case
            when `s`.`distinct_page_urlpath_ac50df94_in_last_7_days` is null then 0
            else if(
              safe_cast(`s`.`distinct_page_urlpath_ac50df94_in_last_7_days` as int64) between -2147483648 and 2147483647,
              safe_cast(`s`.`distinct_page_urlpath_ac50df94_in_last_7_days` as int64),
              null
            )
          end as `pages_in_7_days`,
          coalesce(cast(`s`.`distinct_se_value_94084a21_ever` as int64), 0) as `prices`,
          coalesce(cast(`s`.`distinct_se_label_88f91f73_ever` as string), '0') as `labels`,
          coalesce(cast(`s`.`distinct_active_day_af902f73_ever` as int64), 0) as `active_days`,
          coalesce(cast(`s`.`distinct_page_urlpath_6c400f94_ever` as float64), -1.0) as `carts`
        from
          `scalars` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `pages`,
          `pages_in_7_days`,
          `prices`,
          `labels`,
          `active_days`,
          `carts`,
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
      `n`.`pages`,
      `n`.`pages_in_7_days`,
      `n`.`prices`,
      `n`.`labels`,
      `n`.`active_days`,
      `n`.`carts`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`pages` is not distinct from `p`.`pages`
        and `n`.`pages_in_7_days` is not distinct from `p`.`pages_in_7_days`
        and `n`.`prices` is not distinct from `p`.`prices`
        and `n`.`labels` is not distinct from `p`.`labels`
        and `n`.`active_days` is not distinct from `p`.`active_days`
        and `n`.`carts` is not distinct from `p`.`carts` then `p`.`updated_at`
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
  `pages` = `n`.`pages`,
  `pages_in_7_days` = `n`.`pages_in_7_days`,
  `prices` = `n`.`prices`,
  `labels` = `n`.`labels`,
  `active_days` = `n`.`active_days`,
  `carts` = `n`.`carts`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `pages`,
    `pages_in_7_days`,
    `prices`,
    `labels`,
    `active_days`,
    `carts`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`pages`,
    `n`.`pages_in_7_days`,
    `n`.`prices`,
    `n`.`labels`,
    `n`.`active_days`,
    `n`.`carts`,
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
