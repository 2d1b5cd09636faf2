-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   oldest_day   no window reaches days before this one
--   oldest_hour  no window reaches hours before this one
--   segment      a new random id for what this window appends
--   segments     live segments, joined by commas

-- aggregates (:1 oldest_day, :2 oldest_hour, :3 segment, :4 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ANY_EVENT_08B5A954",
    "COUNT_ANY_EVENT_A33A448D",
    "FIRST_PAGE_URLPATH_76C7B54F"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      case
        when "BUCKET" >= cast(:2 as timestamp_ntz) then date_trunc('hour', "BUCKET")
        when "BUCKET" >= cast(:1 as timestamp_ntz) then date_trunc('day', "BUCKET")
        else cast('1970-01-01T00:00:00Z' as timestamp_ntz)
      end as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_08B5A954",
      "COUNT_ANY_EVENT_A33A448D",
      "FIRST_PAGE_URLPATH_76C7B54F"
    from
      "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:4, ','))
      )
  )
select
  :3 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  sum("COUNT_ANY_EVENT_08B5A954") as "COUNT_ANY_EVENT_08B5A954",
  sum("COUNT_ANY_EVENT_A33A448D") as "COUNT_ANY_EVENT_A33A448D",
  min("FIRST_PAGE_URLPATH_76C7B54F") as "FIRST_PAGE_URLPATH_76C7B54F"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_08B5A954" is not null
  or "COUNT_ANY_EVENT_A33A448D" is not null
  or "FIRST_PAGE_URLPATH_76C7B54F" is not null
group by
  "KEY",
  "KEPT_BUCKET";
