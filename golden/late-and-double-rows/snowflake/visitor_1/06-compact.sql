-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
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
    "COUNT_ANY_EVENT_08B5A954",
    "LAST_PAGE_URLPATH_405AC3C1",
    "SUM_SE_VALUE_AEB01E3F"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      case
        when "BUCKET" >= cast(:1 as timestamp_ntz) then date_trunc('day', "BUCKET")
        else cast('1970-01-01T00:00:00Z' as timestamp_ntz)
      end as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_08B5A954",
      "LAST_PAGE_URLPATH_405AC3C1",
      "SUM_SE_VALUE_AEB01E3F"
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
  sum("COUNT_ANY_EVENT_08B5A954") as "COUNT_ANY_EVENT_08B5A954",
  max("LAST_PAGE_URLPATH_405AC3C1") as "LAST_PAGE_URLPATH_405AC3C1",
  sum("SUM_SE_VALUE_AEB01E3F") as "SUM_SE_VALUE_AEB01E3F"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_08B5A954" is not null
  or "LAST_PAGE_URLPATH_405AC3C1" is not null
  or "SUM_SE_VALUE_AEB01E3F" is not null
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
      and "STATE" in ('values_page_urlpath_85280da0')
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
