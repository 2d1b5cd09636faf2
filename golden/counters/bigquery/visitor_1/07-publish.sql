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
          `count_any_event_by_br_cookies_ecf9a1cc`,
          `count_any_event_by_derived_tstamp_e227bbad`,
          `count_any_event_by_geo_country_0010287d`,
          `count_any_event_by_geo_country_231a62e9`,
          `count_any_event_by_geo_country_6a44d824`,
          `count_any_event_by_geo_country_baf376b5`,
          `count_any_event_by_geo_country_by_se_val_e888b8f6`,
          `count_any_event_by_geo_country_e3f85d25`,
          `count_any_event_by_se_value_1177c6f0`,
          `count_any_event_by_se_value_30745368`,
          `count_any_event_by_se_value_515c69b9`,
          `count_any_event_by_se_value_f5a64fc8`,
          `count_page_view_by_page_urlpath_649bea5c`,
          `count_page_view_ef75c893`,
          `count_purchase_6544b52e`
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
          sum(`count_any_event_04a949ec`) as `count_any_event_04a949ec_ever`,
          sum(`count_any_event_by_br_cookies_ecf9a1cc`) as `count_any_event_by_br_cookies_ecf9a1cc_ever`,
          sum(`count_any_event_by_derived_tstamp_e227bbad`) as `count_any_event_by_derived_tstamp_e227bbad_ever`,
          sum(`count_any_event_by_geo_country_0010287d`) as `count_any_event_by_geo_country_0010287d_ever`,
          sum(`count_any_event_by_geo_country_231a62e9`) as `count_any_event_by_geo_country_231a62e9_ever`,
          sum(`count_any_event_by_geo_country_6a44d824`) as `count_any_event_by_geo_country_6a44d824_ever`,
          sum(`count_any_event_by_geo_country_baf376b5`) as `count_any_event_by_geo_country_baf376b5_ever`,
          sum(`count_any_event_by_geo_country_by_se_val_e888b8f6`) as `count_any_event_by_geo_country_by_se_val_e888b8f6_ever`,
          sum(`count_any_event_by_geo_country_e3f85d25`) as `count_any_event_by_geo_country_e3f85d25_ever`,
          sum(`count_any_event_by_se_value_1177c6f0`) as `count_any_event_by_se_value_1177c6f0_ever`,
          sum(`count_any_event_by_se_value_30745368`) as `count_any_event_by_se_value_30745368_ever`,
          sum(`count_any_event_by_se_value_515c69b9`) as `count_any_event_by_se_value_515c69b9_ever`,
          sum(`count_any_event_by_se_value_f5a64fc8`) as `count_any_event_by_se_value_f5a64fc8_ever`,
          sum(`count_page_view_by_page_urlpath_649bea5c`) as `count_page_view_by_page_urlpath_649bea5c_ever`,
          sum(`count_page_view_ef75c893`) as `count_page_view_ef75c893_ever`,
          sum(`count_purchase_6544b52e`) as `count_purchase_6544b52e_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_04a949ec`) > 0
          or sum(`count_any_event_by_br_cookies_ecf9a1cc`) > 0
          or sum(`count_any_event_by_derived_tstamp_e227bbad`) > 0
          or sum(`count_any_event_by_geo_country_0010287d`) > 0
          or sum(`count_any_event_by_geo_country_231a62e9`) > 0
          or sum(`count_any_event_by_geo_country_6a44d824`) > 0
          or sum(`count_any_event_by_geo_country_baf376b5`) > 0
          or sum(`count_any_event_by_geo_country_by_se_val_e888b8f6`) > 0
          or sum(`count_any_event_by_geo_country_e3f85d25`) > 0
          or sum(`count_any_event_by_se_value_1177c6f0`) > 0
          or sum(`count_any_event_by_se_value_30745368`) > 0
          or sum(`count_any_event_by_se_value_515c69b9`) > 0
          or sum(`count_any_event_by_se_value_f5a64fc8`) > 0
          or sum(`count_page_view_by_page_urlpath_649bea5c`) > 0
          or sum(`count_page_view_ef75c893`) > 0
          or sum(`count_purchase_6544b52e`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(cast(`s`.`count_any_event_04a949ec_ever` as int64), 0) as `events`,
          case
            when `s`.`count_page_view_ef75c893_ever` is null then 0
            else if(
              safe_cast(`s`.`count_page_view_ef75c893_ever` as int64) between -2147483648 and 2147483647,
              safe_cast(`s`.`count_page_view_ef75c893_ever` as int64),
              null
            )
          end as `page_views`,
          coalesce(cast(`s`.`count_page_view_ef75c893_ever` as string), '0') as `views_as_text`,
          coalesce(cast(`s`.`count_purchase_6544b52e_ever` as int64), 0) as `purchases`,
          coalesce(cast(`s`.`count_purchase_6544b52e_ever` as int64), -1) as `purchases_or_none`,
          coalesce(cast(`s`.`count_any_event_by_geo_country_6a44d824_ever` as int64), 0) as `in_sweden`,
          coalesce(cast(`s`.`count_any_event_by_geo_country_0010287d_ever` as int64), 0) as `not_in_sweden`,
          coalesce(cast(`s`.`count_any_event_by_geo_country_baf376b5_ever` as int64), 0) as `in_the_nordics`,
          coalesce(cast(`s`.`count_any_event_by_geo_country_e3f85d25_ever` as int64), 0) as `country_unknown`,
          coalesce(cast(`s`.`count_any_event_by_geo_country_231a62e9_ever` as int64), 0) as `country_known`,
          coalesce(cast(`s`.`count_page_view_by_page_urlpath_649bea5c_ever` as int64), 0) as `product_pages`,
          coalesce(cast(`s`.`count_any_event_by_se_value_515c69b9_ever` as int64), 0) as `below_ten`,
          coalesce(cast(`s`.`count_any_event_by_se_value_30745368_ever` as int64), 0) as `at_most_ten`,
          coalesce(cast(`s`.`count_any_event_by_se_value_1177c6f0_ever` as int64), 0) as `above_ten`,
          coalesce(cast(`s`.`count_any_event_by_se_value_f5a64fc8_ever` as int64), 0) as `at_least_ten`,
          coalesce(cast(`s`.`count_any_event_by_br_cookies_ecf9a1cc_ever` as int64), 0) as `with_cookies`,
          coalesce(cast(`s`.`count_any_event_by_derived_tstamp_e227bbad_ever` as int64), 0) as `since_the_twelfth`,
          coalesce(cast(`s`.`count_any_event_by_geo_country_by_se_val_e888b8f6_ever` as int64), 0) as `nordic_product_or_dear`
        from
          `scalars` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `events`,
          `page_views`,
          `views_as_text`,
          `purchases`,
          `purchases_or_none`,
          `in_sweden`,
          `not_in_sweden`,
          `in_the_nordics`,
          `country_unknown`,
          `country_known`,
          `product_pages`,
          `below_ten`,
          `at_most_ten`,
          `above_ten`,
          `at_least_ten`,
          `with_cookies`,
          `since_the_twelfth`,
          `nordic_product_or_dear`,
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
      `n`.`events`,
      `n`.`page_views`,
      `n`.`views_as_text`,
      `n`.`purchases`,
      `n`.`purchases_or_none`,
      `n`.`in_sweden`,
      `n`.`not_in_sweden`,
      `n`.`in_the_nordics`,
      `n`.`country_unknown`,
      `n`.`country_known`,
      `n`.`product_pages`,
      `n`.`below_ten`,
      `n`.`at_most_ten`,
      `n`.`above_ten`,
      `n`.`at_least_ten`,
      `n`.`with_cookies`,
      `n`.`since_the_twelfth`,
      `n`.`nordic_product_or_dear`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`events` is not distinct from `p`.`events`
        and `n`.`page_views` is not distinct from `p`.`page_views`
        and `n`.`views_as_text` is not distinct from `p`.`views_as_text`
        and `n`.`purchases` is not distinct from `p`.`purchases`
        and `n`.`purchases_or_none` is not distinct from `p`.`purchases_or_none`
        and `n`.`in_sweden` is not distinct from `p`.`in_sweden`
        and `n`.`not_in_sweden` is not distinct from `p`.`not_in_sweden`
        and `n`.`in_the_nordics` is not distinct from `p`.`in_the_nordics`
        and `n`.`country_unknown` is not distinct from `p`.`country_unknown`
        and `n`.`country_known` is not distinct from `p`.`country_known`
        and `n`.`product_pages` is not distinct from `p`.`product_pages`
        and `n`.`below_ten` is not distinct from `p`.`below_ten`
        and `n`.`at_most_ten` is not distinct from `p`.`at_most_ten`
        and `n`.`above_ten` is not distinct from `p`.`above_ten`
        and `n`.`at_least_ten` is not distinct from `p`.`at_least_ten`
        and `n`.`with_cookies` is not distinct from `p`.`with_cookies`
        and `n`.`since_the_twelfth` is not distinct from `p`.`since_the_twelfth`
        and `n`.`nordic_product_or_dear` is not distinct from `p`.`nordic_product_or_dear` then `p`.`updated_at`
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
  `events` = `n`.`events`,
  `page_views` = `n`.`page_views`,
  `views_as_text` = `n`.`views_as_text`,
  `purchases` = `n`.`purchases`,
  `purchases_or_none` = `n`.`purchases_or_none`,
  `in_sweden` = `n`.`in_sweden`,
  `not_in_sweden` = `n`.`not_in_sweden`,
  `in_the_nordics` = `n`.`in_the_nordics`,
  `country_unknown` = `n`.`country_unknown`,
  `country_known` = `n`.`country_known`,
  `product_pages` = `n`.`product_pages`,
  `below_ten` = `n`.`below_ten`,
  `at_most_ten` = `n`.`at_most_ten`,
  `above_ten` = `n`.`above_ten`,
  `at_least_ten` = `n`.`at_least_ten`,
  `with_cookies` = `n`.`with_cookies`,
  `since_the_twelfth` = `n`.`since_the_twelfth`,
  `nordic_product_or_dear` = `n`.`nordic_product_or_dear`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `events`,
    `page_views`,
    `views_as_text`,
    `purchases`,
    `purchases_or_none`,
    `in_sweden`,
    `not_in_sweden`,
    `in_the_nordics`,
    `country_unknown`,
    `country_known`,
    `product_pages`,
    `below_ten`,
    `at_most_ten`,
    `above_ten`,
    `at_least_ten`,
    `with_cookies`,
    `since_the_twelfth`,
    `nordic_product_or_dear`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`events`,
    `n`.`page_views`,
    `n`.`views_as_text`,
    `n`.`purchases`,
    `n`.`purchases_or_none`,
    `n`.`in_sweden`,
    `n`.`not_in_sweden`,
    `n`.`in_the_nordics`,
    `n`.`country_unknown`,
    `n`.`country_known`,
    `n`.`product_pages`,
    `n`.`below_ten`,
    `n`.`at_most_ten`,
    `n`.`above_ten`,
    `n`.`at_least_ten`,
    `n`.`with_cookies`,
    `n`.`since_the_twelfth`,
    `n`.`nordic_product_or_dear`,
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
