-- basket_1: compact
-- Merges segments of basket_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  basket_1_aggregates
-- writes: basket_1_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."BASKET_1_AGGREGATES" ("SEGMENT", "KEY", "BUCKET", "COUNT_ANY_EVENT_04A949EC")
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_04A949EC"
    from
      "SIGNALS_DERIVED"."BASKET_1_AGGREGATES"
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
  sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_04A949EC" is not null
group by
  "KEY",
  "KEPT_BUCKET";
