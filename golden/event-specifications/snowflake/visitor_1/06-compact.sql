-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ANY_EVENT_BY_ID_73AB12A4",
    "COUNT_ANY_EVENT_BY_ID_C380E8E3",
    "COUNT_PAGE_VIEW_BY_ID_9A3B6969"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_BY_ID_73AB12A4",
      "COUNT_ANY_EVENT_BY_ID_C380E8E3",
      "COUNT_PAGE_VIEW_BY_ID_9A3B6969"
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
  sum("COUNT_ANY_EVENT_BY_ID_73AB12A4") as "COUNT_ANY_EVENT_BY_ID_73AB12A4",
  sum("COUNT_ANY_EVENT_BY_ID_C380E8E3") as "COUNT_ANY_EVENT_BY_ID_C380E8E3",
  sum("COUNT_PAGE_VIEW_BY_ID_9A3B6969") as "COUNT_PAGE_VIEW_BY_ID_9A3B6969"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_BY_ID_73AB12A4" is not null
  or "COUNT_ANY_EVENT_BY_ID_C380E8E3" is not null
  or "COUNT_PAGE_VIEW_BY_ID_9A3B6969" is not null
group by
  "KEY",
  "KEPT_BUCKET";
