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
          `count_any_event_04a949ec`,
          `distinct_page_urlpath_a374737d`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
      ),
      `scalars` as (
        select
          `key`,
          nullif(hll_count.merge(`distinct_page_urlpath_a374737d`), 0) as `distinct_page_urlpath_a374737d_ever`
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
          `last_order`
        from
          `signals_derived`.`visitor_1_value_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
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
          ) as `categories_values_page_urlpath_85280da0_ever`,
          array_reverse(
            array_agg(
              if(
                `state` = 'values_page_urlpath_85280da0'
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
          ) as `list_values_page_urlpath_85280da0_ever`
        from
          `value_totals`
        group by
          `key`
      ),
      `states_of_keys` as (
        select
          `s`.`key`,
          `s`.`distinct_page_urlpath_a374737d_ever`,
          `v`.`categories_values_page_urlpath_85280da0_ever`,
          `v`.`list_values_page_urlpath_85280da0_ever`
        from
          `scalars` as `s`
          left join `value_summaries` as `v` on `v`.`key` = `s`.`key`
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(`s`.`list_values_page_urlpath_85280da0_ever`, cast([] as ARRAY<STRING>)) as `pages`,
          coalesce(`s`.`categories_values_page_urlpath_85280da0_ever`, parse_json('{}', wide_number_mode => 'round')) as `page_counts`,
          coalesce(cast(`s`.`distinct_page_urlpath_a374737d_ever` as int64), 0) as `distinct_pages`
        from
          `states_of_keys` as `s`
      )
    select
      `n`.`domain_userid`,
      `n`.`pages`,
      `n`.`page_counts`,
      `n`.`distinct_pages`,
      @as_of as `as_of`,
      case
        when `p`.`domain_userid` is not null
        and to_json_string(`n`.`pages`) = to_json_string(`p`.`pages`)
        and to_json_string(`n`.`page_counts`) = to_json_string(`p`.`page_counts`)
        and `n`.`distinct_pages` is not distinct from `p`.`distinct_pages` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      left join `signals_derived`.`visitor_1_attributes` as `p` on `p`.`domain_userid` = `n`.`domain_userid`
  ) as `n` on `p`.`domain_userid` = `n`.`domain_userid`
when matched then update set
  `pages` = `n`.`pages`,
  `page_counts` = `n`.`page_counts`,
  `distinct_pages` = `n`.`distinct_pages`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (`domain_userid`, `pages`, `page_counts`, `distinct_pages`, `as_of`, `updated_at`)
values
  (
    `n`.`domain_userid`,
    `n`.`pages`,
    `n`.`page_counts`,
    `n`.`distinct_pages`,
    `n`.`as_of`,
    `n`.`updated_at`
  )
when not matched by source then delete;

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`
from
  `signals_derived`.`visitor_1_attributes`;
