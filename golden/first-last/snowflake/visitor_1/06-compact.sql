-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   oldest_day  no window reaches days before this one
--   segment     a new random id for what this window appends
--   segments    live segments, joined by commas

-- aggregates (:1 oldest_day, :2 segment, :3 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ADD_TO_CART_66BE2CF4",
    "COUNT_ANY_EVENT_04A949EC",
    "COUNT_ANY_EVENT_BY_MKT_MEDIUM_BD9217F6",
    "COUNT_PAGE_VIEW_EF75C893",
    "FIRST_DERIVED_TSTAMP_EC1BAA72",
    "FIRST_MKT_CAMPAIGN_2D9DFE67",
    "FIRST_PAGE_URLPATH_1B64FE0B",
    "LAST_BR_COOKIES_20F44A36",
    "LAST_PAGE_URLPATH_956E4868",
    "LAST_PAGE_URLPATH_BD0E1278",
    "LAST_SE_VALUE_03466D5F"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      case
        when "BUCKET" >= cast(:1 as timestamp_ntz) then date_trunc('day', "BUCKET")
        else cast('1970-01-01T00:00:00Z' as timestamp_ntz)
      end as "KEPT_BUCKET",
      "COUNT_ADD_TO_CART_66BE2CF4",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_ANY_EVENT_BY_MKT_MEDIUM_BD9217F6",
      "COUNT_PAGE_VIEW_EF75C893",
      "FIRST_DERIVED_TSTAMP_EC1BAA72",
      "FIRST_MKT_CAMPAIGN_2D9DFE67",
      "FIRST_PAGE_URLPATH_1B64FE0B",
      "LAST_BR_COOKIES_20F44A36",
      "LAST_PAGE_URLPATH_956E4868",
      "LAST_PAGE_URLPATH_BD0E1278",
      "LAST_SE_VALUE_03466D5F"
    from
      "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:3, ','))
      )
  )
select
  :2 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  sum("COUNT_ADD_TO_CART_66BE2CF4") as "COUNT_ADD_TO_CART_66BE2CF4",
  sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC",
  sum("COUNT_ANY_EVENT_BY_MKT_MEDIUM_BD9217F6") as "COUNT_ANY_EVENT_BY_MKT_MEDIUM_BD9217F6",
  sum("COUNT_PAGE_VIEW_EF75C893") as "COUNT_PAGE_VIEW_EF75C893",
  min("FIRST_DERIVED_TSTAMP_EC1BAA72") as "FIRST_DERIVED_TSTAMP_EC1BAA72",
  min("FIRST_MKT_CAMPAIGN_2D9DFE67") as "FIRST_MKT_CAMPAIGN_2D9DFE67",
  min("FIRST_PAGE_URLPATH_1B64FE0B") as "FIRST_PAGE_URLPATH_1B64FE0B",
  max("LAST_BR_COOKIES_20F44A36") as "LAST_BR_COOKIES_20F44A36",
  max("LAST_PAGE_URLPATH_956E4868") as "LAST_PAGE_URLPATH_956E4868",
  max("LAST_PAGE_URLPATH_BD0E1278") as "LAST_PAGE_URLPATH_BD0E1278",
  max("LAST_SE_VALUE_03466D5F") as "LAST_SE_VALUE_03466D5F"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ADD_TO_CART_66BE2CF4" is not null
  or "COUNT_ANY_EVENT_04A949EC" is not null
  or "COUNT_ANY_EVENT_BY_MKT_MEDIUM_BD9217F6" is not null
  or "COUNT_PAGE_VIEW_EF75C893" is not null
  or "FIRST_DERIVED_TSTAMP_EC1BAA72" is not null
  or "FIRST_MKT_CAMPAIGN_2D9DFE67" is not null
  or "FIRST_PAGE_URLPATH_1B64FE0B" is not null
  or "LAST_BR_COOKIES_20F44A36" is not null
  or "LAST_PAGE_URLPATH_956E4868" is not null
  or "LAST_PAGE_URLPATH_BD0E1278" is not null
  or "LAST_SE_VALUE_03466D5F" is not null
group by
  "KEY",
  "KEPT_BUCKET";
