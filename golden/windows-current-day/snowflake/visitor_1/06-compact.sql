-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch where
-- an attribute needs all of history, and vanish where none does.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   oldest_day   no window reaches days before this one
--   oldest_hour  no window reaches hours before this one
--   segment      a new random id for what this window appends
--   segments     live segments, joined by commas

-- day_aggregates (:1 oldest_day, :2 segment, :3 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" ("SEGMENT", "KEY", "BUCKET", "COUNT_ANY_EVENT_08B5A954", "FIRST_PAGE_URLPATH_76C7B54F")
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      case
        when "BUCKET" < cast(:1 as timestamp_ntz) then cast('1970-01-01T00:00:00Z' as timestamp_ntz)
        else "BUCKET"
      end as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_08B5A954",
      iff("BUCKET" >= cast(:1 as timestamp_ntz), "FIRST_PAGE_URLPATH_76C7B54F", null) as "FIRST_PAGE_URLPATH_76C7B54F"
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
  min("FIRST_PAGE_URLPATH_76C7B54F") as "FIRST_PAGE_URLPATH_76C7B54F"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_08B5A954" is not null
  or "FIRST_PAGE_URLPATH_76C7B54F" is not null
group by
  "KEY",
  "KEPT_BUCKET";

-- hour_aggregates (:1 oldest_hour, :2 segment, :3 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" ("SEGMENT", "KEY", "BUCKET", "COUNT_ANY_EVENT_A33A448D")
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      case
        when "BUCKET" < cast(:1 as timestamp_ntz) then cast('1970-01-01T00:00:00Z' as timestamp_ntz)
        else "BUCKET"
      end as "KEPT_BUCKET",
      iff("BUCKET" >= cast(:1 as timestamp_ntz), "COUNT_ANY_EVENT_A33A448D", null) as "COUNT_ANY_EVENT_A33A448D"
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
  sum("COUNT_ANY_EVENT_A33A448D") as "COUNT_ANY_EVENT_A33A448D"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_A33A448D" is not null
group by
  "KEY",
  "KEPT_BUCKET";
