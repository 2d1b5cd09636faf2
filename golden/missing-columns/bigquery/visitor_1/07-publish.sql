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
          `count_any_event_04a949ec`,
          `count_any_event_by_mkt_campaign_ef762dba`,
          `count_page_view_ef75c893`,
          `last_coupon_66acfa39`,
          `last_id_424b7f43`,
          `last_total_c7c0a3c5`
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
          sum(`count_any_event_by_mkt_campaign_ef762dba`) as `count_any_event_by_mkt_campaign_ef762dba_ever`,
          sum(`count_page_view_ef75c893`) as `count_page_view_ef75c893_ever`,
          max(`last_coupon_66acfa39`) as `last_coupon_66acfa39_ever`,
          max(`last_id_424b7f43`) as `last_id_424b7f43_ever`,
          max(`last_total_c7c0a3c5`) as `last_total_c7c0a3c5_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_04a949ec`) > 0
          or sum(`count_any_event_by_mkt_campaign_ef762dba`) > 0
          or sum(`count_page_view_ef75c893`) > 0
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
          and `state` in ('values_mkt_campaign_f2777078')
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
                `state` = 'values_mkt_campaign_f2777078'
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
          ) as `list_values_mkt_campaign_f2777078_ever`
        from
          `value_totals`
        group by
          `key`
      ),
      `states_of_keys` as (
        select
          `s`.`key`,
          `s`.`count_any_event_by_mkt_campaign_ef762dba_ever`,
          `s`.`count_page_view_ef75c893_ever`,
          `s`.`last_coupon_66acfa39_ever`,
          `s`.`last_id_424b7f43_ever`,
          `s`.`last_total_c7c0a3c5_ever`,
          `v`.`list_values_mkt_campaign_f2777078_ever`
        from
          `scalars` as `s`
          left join `value_summaries` as `v` on `v`.`key` = `s`.`key`
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(cast(`s`.`count_page_view_ef75c893_ever` as int64), 0) as `views`,
          cast(substr(`s`.`last_total_c7c0a3c5_ever`, strpos(`s`.`last_total_c7c0a3c5_ever`, '\t') + 1) as float64) as `last_total`,
          coalesce(substr(`s`.`last_coupon_66acfa39_ever`, strpos(`s`.`last_coupon_66acfa39_ever`, '\t') + 1), 'none') as `last_coupon`,
          substr(`s`.`last_id_424b7f43_ever`, strpos(`s`.`last_id_424b7f43_ever`, '\t') + 1) as `last_cart`,
          coalesce(`s`.`list_values_mkt_campaign_f2777078_ever`, cast([] as ARRAY<STRING>)) as `campaigns`,
          coalesce(cast(`s`.`count_any_event_by_mkt_campaign_ef762dba_ever` as int64), 0) as `not_a_campaign`
        from
          `states_of_keys` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `views`,
          `last_total`,
          `last_coupon`,
          `last_cart`,
          `campaigns`,
          `not_a_campaign`,
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
      `n`.`views`,
      `n`.`last_total`,
      `n`.`last_coupon`,
      `n`.`last_cart`,
      `n`.`campaigns`,
      `n`.`not_a_campaign`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`views` is not distinct from `p`.`views`
        and `n`.`last_total` is not distinct from `p`.`last_total`
        and `n`.`last_coupon` is not distinct from `p`.`last_coupon`
        and `n`.`last_cart` is not distinct from `p`.`last_cart`
        and to_json_string(`n`.`campaigns`) = to_json_string(`p`.`campaigns`)
        and `n`.`not_a_campaign` is not distinct from `p`.`not_a_campaign` then `p`.`updated_at`
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
  `views` = `n`.`views`,
  `last_total` = `n`.`last_total`,
  `last_coupon` = `n`.`last_coupon`,
  `last_cart` = `n`.`last_cart`,
  `campaigns` = `n`.`campaigns`,
  `not_a_campaign` = `n`.`not_a_campaign`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `views`,
    `last_total`,
    `last_coupon`,
    `last_cart`,
    `campaigns`,
    `not_a_campaign`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`views`,
    `n`.`last_total`,
    `n`.`last_coupon`,
    `n`.`last_cart`,
    `n`.`campaigns`,
    `n`.`not_a_campaign`,
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
