-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_attributes
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
          `count_any_event_by_id_73ab12a4`,
          `count_any_event_by_id_c380e8e3`,
          `count_page_view_by_id_9a3b6969`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
      ),
      `scalars` as (
        select
          `key`,
          sum(`count_any_event_by_id_73ab12a4`) as `count_any_event_by_id_73ab12a4_ever`,
          sum(`count_any_event_by_id_c380e8e3`) as `count_any_event_by_id_c380e8e3_ever`,
          sum(`count_page_view_by_id_9a3b6969`) as `count_page_view_by_id_9a3b6969_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_by_id_73ab12a4`) > 0
          or sum(`count_any_event_by_id_c380e8e3`) > 0
          or sum(`count_page_view_by_id_9a3b6969`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(cast(`s`.`count_any_event_by_id_c380e8e3_ever` as int64), 0) as `searches`,
          coalesce(cast(`s`.`count_page_view_by_id_9a3b6969_ever` as int64), 0) as `searches_or_views`,
          coalesce(cast(`s`.`count_any_event_by_id_73ab12a4_ever` as int64), 0) as `unspecified`
        from
          `scalars` as `s`
      )
    select
      `n`.`domain_userid`,
      `n`.`searches`,
      `n`.`searches_or_views`,
      `n`.`unspecified`,
      @as_of as `as_of`,
      case
        when `p`.`domain_userid` is not null
        and `n`.`searches` is not distinct from `p`.`searches`
        and `n`.`searches_or_views` is not distinct from `p`.`searches_or_views`
        and `n`.`unspecified` is not distinct from `p`.`unspecified` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      left join `signals_derived`.`visitor_1_attributes` as `p` on `p`.`domain_userid` = `n`.`domain_userid`
  ) as `n` on `p`.`domain_userid` = `n`.`domain_userid`
when matched then update set
  `searches` = `n`.`searches`,
  `searches_or_views` = `n`.`searches_or_views`,
  `unspecified` = `n`.`unspecified`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (`domain_userid`, `searches`, `searches_or_views`, `unspecified`, `as_of`, `updated_at`)
values
  (
    `n`.`domain_userid`,
    `n`.`searches`,
    `n`.`searches_or_views`,
    `n`.`unspecified`,
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
