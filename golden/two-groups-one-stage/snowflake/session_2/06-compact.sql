-- session_2: compact
-- Merges segments of session_2 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  session_2_aggregates
-- writes: session_2_aggregates
-- parameters:
--   oldest_day  no window reaches days before this one
--   segment     a new random id for what this window appends
--   segments    live segments, joined by commas

-- aggregates (:1 oldest_day, :2 segment, :3 segments)
insert into
  "SIGNALS_DERIVED"."SESSION_2_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_PAGE_VIEW_3B346107",
    "COUNT_PURCHASE_6544B52E",
    "SUM_SE_VALUE_4D8072FB"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      case
        when "BUCKET" >= cast(:1 as timestamp_ntz) then date_trunc('day', "BUCKET")
        else cast('1970-01-01T00:00:00Z' as timestamp_ntz)
      end as "KEPT_BUCKET",
      "COUNT_PAGE_VIEW_3B346107",
      "COUNT_PURCHASE_6544B52E",
      "SUM_SE_VALUE_4D8072FB"
    from
      "SIGNALS_DERIVED"."SESSION_2_AGGREGATES"
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
  sum("COUNT_PAGE_VIEW_3B346107") as "COUNT_PAGE_VIEW_3B346107",
  sum("COUNT_PURCHASE_6544B52E") as "COUNT_PURCHASE_6544B52E",
  sum("SUM_SE_VALUE_4D8072FB") as "SUM_SE_VALUE_4D8072FB"
from
  "LIVE_AGGREGATES"
where
  "COUNT_PAGE_VIEW_3B346107" is not null
  or "COUNT_PURCHASE_6544B52E" is not null
  or "SUM_SE_VALUE_4D8072FB" is not null
group by
  "KEY",
  "KEPT_BUCKET";
