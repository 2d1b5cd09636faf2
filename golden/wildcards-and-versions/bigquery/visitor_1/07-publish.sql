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
          `count_acme_event_d5c72e46`,
          `count_any_event_04a949ec`,
          `count_any_event_9d1514e5`,
          `count_buy_afe8a863`,
          `count_buy_b0b6d95c`,
          `count_buy_d4242d26`,
          `count_buy_fdf0667d`,
          `count_buy_or_sell_a17f4a50`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
      ),
      `scalars` as (
        select
          `key`,
          sum(`count_acme_event_d5c72e46`) as `count_acme_event_d5c72e46_ever`,
          sum(`count_any_event_04a949ec`) as `count_any_event_04a949ec_ever`,
          sum(`count_any_event_9d1514e5`) as `count_any_event_9d1514e5_ever`,
          sum(`count_buy_afe8a863`) as `count_buy_afe8a863_ever`,
          sum(`count_buy_b0b6d95c`) as `count_buy_b0b6d95c_ever`,
          sum(`count_buy_d4242d26`) as `count_buy_d4242d26_ever`,
          sum(`count_buy_fdf0667d`) as `count_buy_fdf0667d_ever`,
          sum(`count_buy_or_sell_a17f4a50`) as `count_buy_or_sell_a17f4a50_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_acme_event_d5c72e46`) > 0
          or sum(`count_any_event_04a949ec`) > 0
          or sum(`count_any_event_9d1514e5`) > 0
          or sum(`count_buy_afe8a863`) > 0
          or sum(`count_buy_b0b6d95c`) > 0
          or sum(`count_buy_d4242d26`) > 0
          or sum(`count_buy_fdf0667d`) > 0
          or sum(`count_buy_or_sell_a17f4a50`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(cast(`s`.`count_buy_b0b6d95c_ever` as int64), 0) as `by_name`,
          coalesce(cast(`s`.`count_buy_afe8a863_ever` as int64), 0) as `by_vendor_and_name`,
          coalesce(cast(`s`.`count_buy_d4242d26_ever` as int64), 0) as `of_other_vendor`,
          coalesce(cast(`s`.`count_buy_fdf0667d_ever` as int64), 0) as `by_version`,
          coalesce(cast(`s`.`count_acme_event_d5c72e46_ever` as int64), 0) as `by_vendor`,
          coalesce(cast(`s`.`count_buy_b0b6d95c_ever` as int64), 0) as `of_any_vendor`,
          coalesce(cast(`s`.`count_any_event_9d1514e5_ever` as int64), 0) as `version_of_anything`,
          coalesce(cast(`s`.`count_buy_or_sell_a17f4a50_ever` as int64), 0) as `either`,
          coalesce(cast(`s`.`count_any_event_04a949ec_ever` as int64), 0) as `everything`,
          coalesce(cast(`s`.`count_any_event_04a949ec_ever` as int64), 0) as `everything_or_buy`,
          coalesce(cast(`s`.`count_buy_b0b6d95c_ever` as int64), 0) as `buys_with_empty_criteria`
        from
          `scalars` as `s`
      )
    select
      `n`.`domain_userid`,
      `n`.`by_name`,
      `n`.`by_vendor_and_name`,
      `n`.`of_other_vendor`,
      `n`.`by_version`,
      `n`.`by_vendor`,
      `n`.`of_any_vendor`,
      `n`.`version_of_anything`,
      `n`.`either`,
      `n`.`everything`,
      `n`.`everything_or_buy`,
      `n`.`buys_with_empty_criteria`,
      @as_of as `as_of`,
      case
        when `p`.`domain_userid` is not null
        and `n`.`by_name` is not distinct from `p`.`by_name`
        and `n`.`by_vendor_and_name` is not distinct from `p`.`by_vendor_and_name`
        and `n`.`of_other_vendor` is not distinct from `p`.`of_other_vendor`
        and `n`.`by_version` is not distinct from `p`.`by_version`
        and `n`.`by_vendor` is not distinct from `p`.`by_vendor`
        and `n`.`of_any_vendor` is not distinct from `p`.`of_any_vendor`
        and `n`.`version_of_anything` is not distinct from `p`.`version_of_anything`
        and `n`.`either` is not distinct from `p`.`either`
        and `n`.`everything` is not distinct from `p`.`everything`
        and `n`.`everything_or_buy` is not distinct from `p`.`everything_or_buy`
        and `n`.`buys_with_empty_criteria` is not distinct from `p`.`buys_with_empty_criteria` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      left join `signals_derived`.`visitor_1_attributes` as `p` on `p`.`domain_userid` = `n`.`domain_userid`
  ) as `n` on `p`.`domain_userid` = `n`.`domain_userid`
when matched then update set
  `by_name` = `n`.`by_name`,
  `by_vendor_and_name` = `n`.`by_vendor_and_name`,
  `of_other_vendor` = `n`.`of_other_vendor`,
  `by_version` = `n`.`by_version`,
  `by_vendor` = `n`.`by_vendor`,
  `of_any_vendor` = `n`.`of_any_vendor`,
  `version_of_anything` = `n`.`version_of_anything`,
  `either` = `n`.`either`,
  `everything` = `n`.`everything`,
  `everything_or_buy` = `n`.`everything_or_buy`,
  `buys_with_empty_criteria` = `n`.`buys_with_empty_criteria`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `by_name`,
    `by_vendor_and_name`,
    `of_other_vendor`,
    `by_version`,
    `by_vendor`,
    `of_any_vendor`,
    `version_of_anything`,
    `either`,
    `everything`,
    `everything_or_buy`,
    `buys_with_empty_criteria`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`by_name`,
    `n`.`by_vendor_and_name`,
    `n`.`of_other_vendor`,
    `n`.`by_version`,
    `n`.`by_vendor`,
    `n`.`of_any_vendor`,
    `n`.`version_of_anything`,
    `n`.`either`,
    `n`.`everything`,
    `n`.`everything_or_buy`,
    `n`.`buys_with_empty_criteria`,
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
