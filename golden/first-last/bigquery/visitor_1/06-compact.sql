-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   oldest_day  no window reaches days before this one
--   segment     a new random id for what this window appends
--   segments    live segments, joined by commas

-- aggregates
insert into
  `signals_derived`.`visitor_1_aggregates` (
    `segment`,
    `key`,
    `bucket`,
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
    `last_se_value_03466d5f`
  )
with
  `live_aggregates` as (
    select
      `key`,
      case
        when `bucket` >= @oldest_day then timestamp_trunc(`bucket`, day, 'UTC')
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as `kept_bucket`,
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
      `last_se_value_03466d5f`
    from
      `signals_derived`.`visitor_1_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  sum(`count_add_to_cart_66be2cf4`) as `count_add_to_cart_66be2cf4`,
  sum(`count_any_event_04a949ec`) as `count_any_event_04a949ec`,
  sum(`count_any_event_by_mkt_medium_bd9217f6`) as `count_any_event_by_mkt_medium_bd9217f6`,
  sum(`count_page_view_ef75c893`) as `count_page_view_ef75c893`,
  min(`first_derived_tstamp_ec1baa72`) as `first_derived_tstamp_ec1baa72`,
  min(`first_mkt_campaign_2d9dfe67`) as `first_mkt_campaign_2d9dfe67`,
  min(`first_page_urlpath_1b64fe0b`) as `first_page_urlpath_1b64fe0b`,
  max(`last_br_cookies_20f44a36`) as `last_br_cookies_20f44a36`,
  max(`last_page_urlpath_956e4868`) as `last_page_urlpath_956e4868`,
  max(`last_page_urlpath_bd0e1278`) as `last_page_urlpath_bd0e1278`,
  max(`last_se_value_03466d5f`) as `last_se_value_03466d5f`
from
  `live_aggregates`
where
  `count_add_to_cart_66be2cf4` is not null
  or `count_any_event_04a949ec` is not null
  or `count_any_event_by_mkt_medium_bd9217f6` is not null
  or `count_page_view_ef75c893` is not null
  or `first_derived_tstamp_ec1baa72` is not null
  or `first_mkt_campaign_2d9dfe67` is not null
  or `first_page_urlpath_1b64fe0b` is not null
  or `last_br_cookies_20f44a36` is not null
  or `last_page_urlpath_956e4868` is not null
  or `last_page_urlpath_bd0e1278` is not null
  or `last_se_value_03466d5f` is not null
group by
  `key`,
  `kept_bucket`;
