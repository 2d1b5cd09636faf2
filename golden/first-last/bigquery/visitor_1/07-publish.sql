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
          `count_any_event_by_mkt_medium_bd9217f6`,
          `count_page_view_ef75c893`,
          `first_derived_tstamp_ec1baa72`,
          `first_mkt_campaign_2d9dfe67`,
          `first_page_urlpath_1b64fe0b`,
          `last_br_cookies_20f44a36`,
          `last_page_urlpath_956e4868`,
          `last_page_urlpath_bd0e1278`,
          `last_se_value_03466d5f`,
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
          min(`first_derived_tstamp_ec1baa72`) as `first_derived_tstamp_ec1baa72_ever`,
          min(`first_mkt_campaign_2d9dfe67`) as `first_mkt_campaign_2d9dfe67_ever`,
          min(`first_page_urlpath_1b64fe0b`) as `first_page_urlpath_1b64fe0b_ever`,
          max(`last_br_cookies_20f44a36`) as `last_br_cookies_20f44a36_ever`,
          max(`last_page_urlpath_956e4868`) as `last_page_urlpath_956e4868_ever`,
          max(`last_page_urlpath_bd0e1278`) as `last_page_urlpath_bd0e1278_ever`,
          max(if(`in_last_7_days`, `last_se_value_03466d5f`, null)) as `last_se_value_03466d5f_in_last_7_days`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_add_to_cart_66be2cf4`) > 0
          or sum(`count_any_event_04a949ec`) > 0
          or sum(`count_any_event_by_mkt_medium_bd9217f6`) > 0
          or sum(`count_page_view_ef75c893`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          substr(`s`.`first_page_urlpath_1b64fe0b_ever`, strpos(`s`.`first_page_urlpath_1b64fe0b_ever`, '\t') + 1) as `first_page`,
          substr(`s`.`last_page_urlpath_956e4868_ever`, strpos(`s`.`last_page_urlpath_956e4868_ever`, '\t') + 1) as `last_page`,
          substr(`s`.`last_page_urlpath_bd0e1278_ever`, strpos(`s`.`last_page_urlpath_bd0e1278_ever`, '\t') + 1) as `last_cart_page`,
          coalesce(
            substr(`s`.`first_mkt_campaign_2d9dfe67_ever`, strpos(`s`.`first_mkt_campaign_2d9dfe67_ever`, '\t') + 1),
            'none'
          ) as `first_campaign`,
          cast(
            substr(
              `s`.`last_se_value_03466d5f_in_last_7_days`,
              strpos(`s`.`last_se_value_03466d5f_in_last_7_days`, '\t') + 1
            ) as float64
          ) as `last_price`,
          cast(
            substr(`s`.`last_br_cookies_20f44a36_ever`, strpos(`s`.`last_br_cookies_20f44a36_ever`, '\t') + 1) as bool
          ) as `last_cookies`,
          cast(
            substr(
              `s`.`first_derived_tstamp_ec1baa72_ever`,
              strpos(`s`.`first_derived_tstamp_ec1baa72_ever`, '\t') + 1
            ) as timestamp
          ) as `first_seen`
        from
          `scalars` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `first_page`,
          `last_page`,
          `last_cart_page`,
          `first_campaign`,
          `last_price`,
          `last_cookies`,
          `first_seen`,
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
      `n`.`first_page`,
      `n`.`last_page`,
      `n`.`last_cart_page`,
      `n`.`first_campaign`,
      `n`.`last_price`,
      `n`.`last_cookies`,
      `n`.`first_seen`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`first_page` is not distinct from `p`.`first_page`
        and `n`.`last_page` is not distinct from `p`.`last_page`
        and `n`.`last_cart_page` is not distinct from `p`.`last_cart_page`
        and `n`.`first_campaign` is not distinct from `p`.`first_campaign`
        and `n`.`last_price` is not distinct from `p`.`last_price`
        and `n`.`last_cookies` is not distinct from `p`.`last_cookies`
        and `n`.`first_seen` is not distinct from `p`.`first_seen` then `p`.`updated_at`
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
  `first_page` = `n`.`first_page`,
  `last_page` = `n`.`last_page`,
  `last_cart_page` = `n`.`last_cart_page`,
  `first_campaign` = `n`.`first_campaign`,
  `last_price` = `n`.`last_price`,
  `last_cookies` = `n`.`last_cookies`,
  `first_seen` = `n`.`first_seen`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `first_page`,
    `last_page`,
    `last_cart_page`,
    `first_campaign`,
    `last_price`,
    `last_cookies`,
    `first_seen`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`first_page`,
    `n`.`last_page`,
    `n`.`last_cart_page`,
    `n`.`first_campaign`,
    `n`.`last_price`,
    `n`.`last_cookies`,
    `n`.`first_seen`,
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
