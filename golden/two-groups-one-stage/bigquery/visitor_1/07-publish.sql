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
          `count_page_view_ef75c893`,
          `count_purchase_6544b52e`,
          `sum_se_value_4d8072fb`
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
          sum(`count_page_view_ef75c893`) as `count_page_view_ef75c893_ever`,
          sum(`sum_se_value_4d8072fb`) as `sum_se_value_4d8072fb_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_page_view_ef75c893`) > 0
          or sum(`count_purchase_6544b52e`) > 0
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
          and `state` in ('values_page_urlpath_0e8f2233')
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
          array_reverse(
            array_agg(
              if(
                `state` = 'values_page_urlpath_0e8f2233'
                and `n_ever` is not null,
                `value`,
                null
              ) ignore nulls
              order by
                `last_order_ever` desc,
                `value` desc
              limit
                100
            )
          ) as `list_values_page_urlpath_0e8f2233_ever`
        from
          `value_totals`
        group by
          `key`
      ),
      `states_of_keys` as (
        select
          `s`.`key`,
          `s`.`count_page_view_ef75c893_ever`,
          `s`.`sum_se_value_4d8072fb_ever`,
          `v`.`list_values_page_urlpath_0e8f2233_ever`
        from
          `scalars` as `s`
          left join `value_summaries` as `v` on `v`.`key` = `s`.`key`
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(cast(`s`.`count_page_view_ef75c893_ever` as int64), 0) as `page_views`,
          coalesce(cast(`s`.`sum_se_value_4d8072fb_ever` as float64), 0.0) as `spent`,
          coalesce(`s`.`list_values_page_urlpath_0e8f2233_ever`, cast([] as ARRAY<STRING>)) as `pages`
        from
          `states_of_keys` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `page_views`,
          `spent`,
          `pages`,
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
      `n`.`page_views`,
      `n`.`spent`,
      `n`.`pages`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`page_views` is not distinct from `p`.`page_views`
        and `n`.`spent` is not distinct from `p`.`spent`
        and to_json_string(`n`.`pages`) = to_json_string(`p`.`pages`) then `p`.`updated_at`
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
  `page_views` = `n`.`page_views`,
  `spent` = `n`.`spent`,
  `pages` = `n`.`pages`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (`domain_userid`, `page_views`, `spent`, `pages`, `as_of`, `updated_at`)
values
  (`n`.`domain_userid`, `n`.`page_views`, `n`.`spent`, `n`.`pages`, `n`.`as_of`, `n`.`updated_at`);

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`,
  min(`updated_at`) as `oldest_update`
from
  `signals_derived`.`visitor_1_attributes`;
