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
    "COUNT_ANY_EVENT_04A949EC",
    "COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E",
    "LAST_COUPONCODE_7FDC81A5",
    "LAST_DELIVERY_5AF565D7",
    "LAST_DELIVERY_70AE7A67",
    "LAST_ID_B72E6529",
    "LAST_ISGIFT_349F0DF6",
    "LAST_TOTAL_8837564D",
    "SUM_TOTAL_351F92A8"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E",
      "LAST_COUPONCODE_7FDC81A5",
      "LAST_DELIVERY_5AF565D7",
      "LAST_DELIVERY_70AE7A67",
      "LAST_ID_B72E6529",
      "LAST_ISGIFT_349F0DF6",
      "LAST_TOTAL_8837564D",
      "SUM_TOTAL_351F92A8"
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
  sum("COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E") as "COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E",
  max("LAST_COUPONCODE_7FDC81A5") as "LAST_COUPONCODE_7FDC81A5",
  max("LAST_DELIVERY_5AF565D7") as "LAST_DELIVERY_5AF565D7",
  max("LAST_DELIVERY_70AE7A67") as "LAST_DELIVERY_70AE7A67",
  max("LAST_ID_B72E6529") as "LAST_ID_B72E6529",
  max("LAST_ISGIFT_349F0DF6") as "LAST_ISGIFT_349F0DF6",
  max("LAST_TOTAL_8837564D") as "LAST_TOTAL_8837564D",
  sum("SUM_TOTAL_351F92A8") as "SUM_TOTAL_351F92A8"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_04A949EC" is not null
  or "COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E" is not null
  or "LAST_COUPONCODE_7FDC81A5" is not null
  or "LAST_DELIVERY_5AF565D7" is not null
  or "LAST_DELIVERY_70AE7A67" is not null
  or "LAST_ID_B72E6529" is not null
  or "LAST_ISGIFT_349F0DF6" is not null
  or "LAST_TOTAL_8837564D" is not null
  or "SUM_TOTAL_351F92A8" is not null
group by
  "KEY",
  "KEPT_BUCKET";
