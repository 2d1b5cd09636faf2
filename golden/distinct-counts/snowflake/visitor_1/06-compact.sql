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
    "DISTINCT_ACTIVE_DAY_AF902F73",
    "DISTINCT_PAGE_URLPATH_6C400F94",
    "DISTINCT_PAGE_URLPATH_AC50DF94",
    "DISTINCT_SE_LABEL_88F91F73",
    "DISTINCT_SE_VALUE_94084A21"
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
      "DISTINCT_ACTIVE_DAY_AF902F73",
      "DISTINCT_PAGE_URLPATH_6C400F94",
      "DISTINCT_PAGE_URLPATH_AC50DF94",
      "DISTINCT_SE_LABEL_88F91F73",
      "DISTINCT_SE_VALUE_94084A21"
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
  hll_export(hll_combine(hll_import("DISTINCT_ACTIVE_DAY_AF902F73"))) as "DISTINCT_ACTIVE_DAY_AF902F73",
  hll_export(hll_combine(hll_import("DISTINCT_PAGE_URLPATH_6C400F94"))) as "DISTINCT_PAGE_URLPATH_6C400F94",
  hll_export(hll_combine(hll_import("DISTINCT_PAGE_URLPATH_AC50DF94"))) as "DISTINCT_PAGE_URLPATH_AC50DF94",
  hll_export(hll_combine(hll_import("DISTINCT_SE_LABEL_88F91F73"))) as "DISTINCT_SE_LABEL_88F91F73",
  hll_export(hll_combine(hll_import("DISTINCT_SE_VALUE_94084A21"))) as "DISTINCT_SE_VALUE_94084A21"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ADD_TO_CART_66BE2CF4" is not null
  or "COUNT_ANY_EVENT_04A949EC" is not null
  or "DISTINCT_ACTIVE_DAY_AF902F73" is not null
  or "DISTINCT_PAGE_URLPATH_6C400F94" is not null
  or "DISTINCT_PAGE_URLPATH_AC50DF94" is not null
  or "DISTINCT_SE_LABEL_88F91F73" is not null
  or "DISTINCT_SE_VALUE_94084A21" is not null
group by
  "KEY",
  "KEPT_BUCKET";
