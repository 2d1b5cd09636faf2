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
          `count_any_event_by_isgift_by_total_baf6b11e`,
          `last_couponcode_7fdc81a5`,
          `last_delivery_5af565d7`,
          `last_delivery_70ae7a67`,
          `last_id_b72e6529`,
          `last_isgift_349f0df6`,
          `last_total_8837564d`,
          `sum_total_351f92a8`
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
          sum(`count_any_event_by_isgift_by_total_baf6b11e`) as `count_any_event_by_isgift_by_total_baf6b11e_ever`,
          max(`last_couponcode_7fdc81a5`) as `last_couponcode_7fdc81a5_ever`,
          max(`last_delivery_5af565d7`) as `last_delivery_5af565d7_ever`,
          max(`last_delivery_70ae7a67`) as `last_delivery_70ae7a67_ever`,
          max(`last_id_b72e6529`) as `last_id_b72e6529_ever`,
          max(`last_isgift_349f0df6`) as `last_isgift_349f0df6_ever`,
          max(`last_total_8837564d`) as `last_total_8837564d_ever`,
          sum(`sum_total_351f92a8`) as `sum_total_351f92a8_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_04a949ec`) > 0
          or sum(`count_any_event_by_isgift_by_total_baf6b11e`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(cast(`s`.`sum_total_351f92a8_ever` as float64), 0.0) as `total`,
          substr(`s`.`last_total_8837564d_ever`, strpos(`s`.`last_total_8837564d_ever`, '\t') + 1) as `last_total`,
          substr(`s`.`last_couponcode_7fdc81a5_ever`, strpos(`s`.`last_couponcode_7fdc81a5_ever`, '\t') + 1) as `coupon`,
          cast(substr(`s`.`last_isgift_349f0df6_ever`, strpos(`s`.`last_isgift_349f0df6_ever`, '\t') + 1) as bool) as `gift`,
          substr(`s`.`last_id_b72e6529_ever`, strpos(`s`.`last_id_b72e6529_ever`, '\t') + 1) as `second_product`,
          parse_json(
            substr(`s`.`last_delivery_5af565d7_ever`, strpos(`s`.`last_delivery_5af565d7_ever`, '\t') + 1),
            wide_number_mode => 'round'
          ) as `delivery`,
          substr(`s`.`last_delivery_70ae7a67_ever`, strpos(`s`.`last_delivery_70ae7a67_ever`, '\t') + 1) as `delivery_text`,
          coalesce(cast(`s`.`count_any_event_by_isgift_by_total_baf6b11e_ever` as int64), 0) as `dear`
        from
          `scalars` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `total`,
          `last_total`,
          `coupon`,
          `gift`,
          `second_product`,
          `delivery`,
          `delivery_text`,
          `dear`,
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
      `n`.`total`,
      `n`.`last_total`,
      `n`.`coupon`,
      `n`.`gift`,
      `n`.`second_product`,
      `n`.`delivery`,
      `n`.`delivery_text`,
      `n`.`dear`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`total` is not distinct from `p`.`total`
        and `n`.`last_total` is not distinct from `p`.`last_total`
        and `n`.`coupon` is not distinct from `p`.`coupon`
        and `n`.`gift` is not distinct from `p`.`gift`
        and `n`.`second_product` is not distinct from `p`.`second_product`
        and to_json_string(`n`.`delivery`) = to_json_string(`p`.`delivery`)
        and `n`.`delivery_text` is not distinct from `p`.`delivery_text`
        and `n`.`dear` is not distinct from `p`.`dear` then `p`.`updated_at`
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
  `total` = `n`.`total`,
  `last_total` = `n`.`last_total`,
  `coupon` = `n`.`coupon`,
  `gift` = `n`.`gift`,
  `second_product` = `n`.`second_product`,
  `delivery` = `n`.`delivery`,
  `delivery_text` = `n`.`delivery_text`,
  `dear` = `n`.`dear`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `total`,
    `last_total`,
    `coupon`,
    `gift`,
    `second_product`,
    `delivery`,
    `delivery_text`,
    `dear`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`total`,
    `n`.`last_total`,
    `n`.`coupon`,
    `n`.`gift`,
    `n`.`second_product`,
    `n`.`delivery`,
    `n`.`delivery_text`,
    `n`.`dear`,
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
