-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ANY_EVENT_04A949EC",
    "COUNT_ANY_EVENT_BY_MKT_CAMPAIGN_EF762DBA",
    "COUNT_PAGE_VIEW_EF75C893",
    "LAST_COUPON_66ACFA39",
    "LAST_ID_424B7F43",
    "LAST_TOTAL_C7C0A3C5"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_ANY_EVENT_BY_MKT_CAMPAIGN_EF762DBA",
      "COUNT_PAGE_VIEW_EF75C893",
      "LAST_COUPON_66ACFA39",
      "LAST_ID_424B7F43",
      "LAST_TOTAL_C7C0A3C5"
    from
      "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
  )
select
  :1 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC",
  sum("COUNT_ANY_EVENT_BY_MKT_CAMPAIGN_EF762DBA") as "COUNT_ANY_EVENT_BY_MKT_CAMPAIGN_EF762DBA",
  sum("COUNT_PAGE_VIEW_EF75C893") as "COUNT_PAGE_VIEW_EF75C893",
  max("LAST_COUPON_66ACFA39") as "LAST_COUPON_66ACFA39",
  max("LAST_ID_424B7F43") as "LAST_ID_424B7F43",
  max("LAST_TOTAL_C7C0A3C5") as "LAST_TOTAL_C7C0A3C5"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_04A949EC" is not null
  or "COUNT_ANY_EVENT_BY_MKT_CAMPAIGN_EF762DBA" is not null
  or "COUNT_PAGE_VIEW_EF75C893" is not null
  or "LAST_COUPON_66ACFA39" is not null
  or "LAST_ID_424B7F43" is not null
  or "LAST_TOTAL_C7C0A3C5" is not null
group by
  "KEY",
  "KEPT_BUCKET";

-- value_aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES" ("SEGMENT", "KEY", "BUCKET", "STATE", "VALUE", "N", "LAST_ORDER")
with
  "LIVE_VALUES" as (
    select
      "KEY",
      "STATE",
      "VALUE",
      "N",
      "LAST_ORDER",
      "BUCKET" as "KEPT_BUCKET"
    from
      "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
      and "STATE" in ('values_mkt_campaign_f2777078')
  )
select
  :1 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  "STATE",
  "VALUE",
  sum("N") as "N",
  max("LAST_ORDER") as "LAST_ORDER"
from
  "LIVE_VALUES"
group by
  "KEY",
  "KEPT_BUCKET",
  "STATE",
  "VALUE";
