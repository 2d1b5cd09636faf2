-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   oldest_hour    no window reaches hours before this one
--   oldest_minute  no window reaches minutes before this one
--   segment        a new random id for what this window appends
--   segments       live segments, joined by commas

-- aggregates (:1 oldest_hour, :2 oldest_minute, :3 segment, :4 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ANY_EVENT_022CA00A",
    "COUNT_ANY_EVENT_A33A448D",
    "LAST_PAGE_URLPATH_D3898135"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      case
        when "BUCKET" >= cast(:2 as timestamp_ntz) then date_trunc('minute', "BUCKET")
        when "BUCKET" >= cast(:1 as timestamp_ntz) then date_trunc('hour', "BUCKET")
        else cast('1970-01-01T00:00:00Z' as timestamp_ntz)
      end as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_022CA00A",
      "COUNT_ANY_EVENT_A33A448D",
      "LAST_PAGE_URLPATH_D3898135"
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
  sum("COUNT_ANY_EVENT_022CA00A") as "COUNT_ANY_EVENT_022CA00A",
  sum("COUNT_ANY_EVENT_A33A448D") as "COUNT_ANY_EVENT_A33A448D",
  max("LAST_PAGE_URLPATH_D3898135") as "LAST_PAGE_URLPATH_D3898135"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_022CA00A" is not null
  or "COUNT_ANY_EVENT_A33A448D" is not null
  or "LAST_PAGE_URLPATH_D3898135" is not null
group by
  "KEY",
  "KEPT_BUCKET";
