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
    "COUNT_PAGE_VIEW_EF75C893",
    "COUNT_PURCHASE_6544B52E",
    "SUM_SE_VALUE_4D8072FB"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_PAGE_VIEW_EF75C893",
      "COUNT_PURCHASE_6544B52E",
      "SUM_SE_VALUE_4D8072FB"
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
  sum("COUNT_PAGE_VIEW_EF75C893") as "COUNT_PAGE_VIEW_EF75C893",
  sum("COUNT_PURCHASE_6544B52E") as "COUNT_PURCHASE_6544B52E",
  sum("SUM_SE_VALUE_4D8072FB") as "SUM_SE_VALUE_4D8072FB"
from
  "LIVE_AGGREGATES"
where
  "COUNT_PAGE_VIEW_EF75C893" is not null
  or "COUNT_PURCHASE_6544B52E" is not null
  or "SUM_SE_VALUE_4D8072FB" is not null
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
      and "STATE" in ('values_page_urlpath_0e8f2233')
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
