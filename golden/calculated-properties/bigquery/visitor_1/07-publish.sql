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
          `count_any_event_by_product_price_quantit_c897c5eb`,
          `first_coalesce_mkt_source_refr_source_re_744c9616`,
          `last_concat_geo_city_geo_country_78225984`,
          `last_max_price_shipping_3ba1a922`,
          `last_min_price_shipping_b02753fd`,
          `max_sum_price_shipping_b6296650`,
          `sum_product_price_quantity_1d9ff6d6`
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
          sum(`count_any_event_by_product_price_quantit_c897c5eb`) as `count_any_event_by_product_price_quantit_c897c5eb_ever`,
          min(`first_coalesce_mkt_source_refr_source_re_744c9616`) as `first_coalesce_mkt_source_refr_source_re_744c9616_ever`,
          max(`last_concat_geo_city_geo_country_78225984`) as `last_concat_geo_city_geo_country_78225984_ever`,
          max(`last_max_price_shipping_3ba1a922`) as `last_max_price_shipping_3ba1a922_ever`,
          max(`last_min_price_shipping_b02753fd`) as `last_min_price_shipping_b02753fd_ever`,
          max(`max_sum_price_shipping_b6296650`) as `max_sum_price_shipping_b6296650_ever`,
          sum(`sum_product_price_quantity_1d9ff6d6`) as `sum_product_price_quantity_1d9ff6d6_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_04a949ec`) > 0
          or sum(`count_any_event_by_product_price_quantit_c897c5eb`) > 0
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
          and `state` in ('values_concat_geo_country_geo_city_3927e6b6')
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
                `state` = 'values_concat_geo_country_geo_city_3927e6b6'
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
          ) as `list_values_concat_geo_country_geo_city_3927e6b6_ever`
        from
          `value_totals`
        group by
          `key`
      ),
      `states_of_keys` as (
        select
          `s`.`key`,
          `s`.`count_any_event_by_product_price_quantit_c897c5eb_ever`,
          `s`.`first_coalesce_mkt_source_refr_source_re_744c9616_ever`,
          `s`.`last_concat_geo_city_geo_country_78225984_ever`,
          `s`.`last_max_price_shipping_3ba1a922_ever`,
          `s`.`last_min_price_shipping_b02753fd_ever`,
          `s`.`max_sum_price_shipping_b6296650_ever`,
          `s`.`sum_product_price_quantity_1d9ff6d6_ever`,
          `v`.`list_values_concat_geo_country_geo_city_3927e6b6_ever`
        from
          `scalars` as `s`
          left join `value_summaries` as `v` on `v`.`key` = `s`.`key`
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          substr(
            `s`.`last_concat_geo_city_geo_country_78225984_ever`,
            strpos(`s`.`last_concat_geo_city_geo_country_78225984_ever`, '\t') + 1
          ) as `last_place`,
          coalesce(`s`.`list_values_concat_geo_country_geo_city_3927e6b6_ever`, cast([] as ARRAY<STRING>)) as `places`,
          substr(
            `s`.`first_coalesce_mkt_source_refr_source_re_744c9616_ever`,
            strpos(`s`.`first_coalesce_mkt_source_refr_source_re_744c9616_ever`, '\t') + 1
          ) as `source`,
          coalesce(cast(`s`.`sum_product_price_quantity_1d9ff6d6_ever` as float64), 0.0) as `revenue`,
          `s`.`max_sum_price_shipping_b6296650_ever` as `highest_total`,
          cast(
            substr(
              `s`.`last_min_price_shipping_b02753fd_ever`,
              strpos(`s`.`last_min_price_shipping_b02753fd_ever`, '\t') + 1
            ) as float64
          ) as `last_lower`,
          safe_cast(
            round(
              safe_cast(
                substr(
                  `s`.`last_max_price_shipping_3ba1a922_ever`,
                  strpos(`s`.`last_max_price_shipping_3ba1a922_ever`, '\t') + 1
                ) as bignumeric
              )
            ) as int64
          ) as `last_higher`,
          coalesce(cast(`s`.`count_any_event_by_product_price_quantit_c897c5eb_ever` as int64), 0) as `dear_orders`
        from
          `states_of_keys` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `last_place`,
          `places`,
          `source`,
          `revenue`,
          `highest_total`,
          `last_lower`,
          `last_higher`,
          `dear_orders`,
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
      `n`.`last_place`,
      `n`.`places`,
      `n`.`source`,
      `n`.`revenue`,
      `n`.`highest_total`,
      `n`.`last_lower`,
      `n`.`last_higher`,
      `n`.`dear_orders`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`last_place` is not distinct from `p`.`last_place`
        and to_json_string(`n`.`places`) = to_json_string(`p`.`places`)
        and `n`.`source` is not distinct from `p`.`source`
        and `n`.`revenue` is not distinct from `p`.`revenue`
        and `n`.`highest_total` is not distinct from `p`.`highest_total`
        and `n`.`last_lower` is not distinct from `p`.`last_lower`
        and `n`.`last_higher` is not distinct from `p`.`last_higher`
        and `n`.`dear_orders` is not distinct from `p`.`dear_orders` then `p`.`updated_at`
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
  `last_place` = `n`.`last_place`,
  `places` = `n`.`places`,
  `source` = `n`.`source`,
  `revenue` = `n`.`revenue`,
  `highest_total` = `n`.`highest_total`,
  `last_lower` = `n`.`last_lower`,
  `last_higher` = `n`.`last_higher`,
  `dear_orders` = `n`.`dear_orders`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `last_place`,
    `places`,
    `source`,
    `revenue`,
    `highest_total`,
    `last_lower`,
    `last_higher`,
    `dear_orders`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`last_place`,
    `n`.`places`,
    `n`.`source`,
    `n`.`revenue`,
    `n`.`highest_total`,
    `n`.`last_lower`,
    `n`.`last_higher`,
    `n`.`dear_orders`,
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
