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
          `count_page_view_ef75c893`,
          `count_purchase_6544b52e`,
          `sum_se_value_4d8072fb`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
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
      )
    select
      `n`.`domain_userid`,
      `n`.`page_views`,
      `n`.`spent`,
      `n`.`pages`,
      @as_of as `as_of`,
      case
        when `p`.`domain_userid` is not null
        and `n`.`page_views` is not distinct from `p`.`page_views`
        and `n`.`spent` is not distinct from `p`.`spent`
        and to_json_string(`n`.`pages`) = to_json_string(`p`.`pages`) then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      left join `signals_derived`.`visitor_1_attributes` as `p` on `p`.`domain_userid` = `n`.`domain_userid`
  ) as `n` on `p`.`domain_userid` = `n`.`domain_userid`
when matched then update set
  `page_views` = `n`.`page_views`,
  `spent` = `n`.`spent`,
  `pages` = `n`.`pages`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (`domain_userid`, `page_views`, `spent`, `pages`, `as_of`, `updated_at`)
values
  (`n`.`domain_userid`, `n`.`page_views`, `n`.`spent`, `n`.`pages`, `n`.`as_of`, `n`.`updated_at`)
when not matched by source then delete;

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`
from
  `signals_derived`.`visitor_1_attributes`;
