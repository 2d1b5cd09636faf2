-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates
insert into
  `signals_derived`.`visitor_1_aggregates` (
    `segment`,
    `key`,
    `bucket`,
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
  )
with
  `live_aggregates` as (
    select
      `key`,
      cast('1970-01-01T00:00:00Z' as timestamp) as `kept_bucket`,
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
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  sum(`count_any_event_04a949ec`) as `count_any_event_04a949ec`,
  sum(`count_any_event_by_br_cookies_ecf9a1cc`) as `count_any_event_by_br_cookies_ecf9a1cc`,
  sum(`count_any_event_by_derived_tstamp_e227bbad`) as `count_any_event_by_derived_tstamp_e227bbad`,
  sum(`count_any_event_by_geo_country_0010287d`) as `count_any_event_by_geo_country_0010287d`,
  sum(`count_any_event_by_geo_country_231a62e9`) as `count_any_event_by_geo_country_231a62e9`,
  sum(`count_any_event_by_geo_country_6a44d824`) as `count_any_event_by_geo_country_6a44d824`,
  sum(`count_any_event_by_geo_country_baf376b5`) as `count_any_event_by_geo_country_baf376b5`,
  sum(`count_any_event_by_geo_country_by_se_val_e888b8f6`) as `count_any_event_by_geo_country_by_se_val_e888b8f6`,
  sum(`count_any_event_by_geo_country_e3f85d25`) as `count_any_event_by_geo_country_e3f85d25`,
  sum(`count_any_event_by_se_value_1177c6f0`) as `count_any_event_by_se_value_1177c6f0`,
  sum(`count_any_event_by_se_value_30745368`) as `count_any_event_by_se_value_30745368`,
  sum(`count_any_event_by_se_value_515c69b9`) as `count_any_event_by_se_value_515c69b9`,
  sum(`count_any_event_by_se_value_f5a64fc8`) as `count_any_event_by_se_value_f5a64fc8`,
  sum(`count_page_view_by_page_urlpath_649bea5c`) as `count_page_view_by_page_urlpath_649bea5c`,
  sum(`count_page_view_ef75c893`) as `count_page_view_ef75c893`,
  sum(`count_purchase_6544b52e`) as `count_purchase_6544b52e`
from
  `live_aggregates`
where
  `count_any_event_04a949ec` is not null
  or `count_any_event_by_br_cookies_ecf9a1cc` is not null
  or `count_any_event_by_derived_tstamp_e227bbad` is not null
  or `count_any_event_by_geo_country_0010287d` is not null
  or `count_any_event_by_geo_country_231a62e9` is not null
  or `count_any_event_by_geo_country_6a44d824` is not null
  or `count_any_event_by_geo_country_baf376b5` is not null
  or `count_any_event_by_geo_country_by_se_val_e888b8f6` is not null
  or `count_any_event_by_geo_country_e3f85d25` is not null
  or `count_any_event_by_se_value_1177c6f0` is not null
  or `count_any_event_by_se_value_30745368` is not null
  or `count_any_event_by_se_value_515c69b9` is not null
  or `count_any_event_by_se_value_f5a64fc8` is not null
  or `count_page_view_by_page_urlpath_649bea5c` is not null
  or `count_page_view_ef75c893` is not null
  or `count_purchase_6544b52e` is not null
group by
  `key`,
  `kept_bucket`;
