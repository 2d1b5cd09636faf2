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
    "COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE",
    "COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98",
    "COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B",
    "COUNT_VALUES_SE_LABEL_58A28D62",
    "LAST_SE_LABEL_2C38A6E0",
    "LAST_SE_LABEL_8CA5F092",
    "MAX_SE_LABEL_48BF9F0B",
    "MAX_SE_LABEL_EF0E49E7",
    "MIN_SE_LABEL_7423919A",
    "SUM_SE_LABEL_36B02D09"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE",
      "COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98",
      "COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B",
      "COUNT_VALUES_SE_LABEL_58A28D62",
      "LAST_SE_LABEL_2C38A6E0",
      "LAST_SE_LABEL_8CA5F092",
      "MAX_SE_LABEL_48BF9F0B",
      "MAX_SE_LABEL_EF0E49E7",
      "MIN_SE_LABEL_7423919A",
      "SUM_SE_LABEL_36B02D09"
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
  sum("COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE") as "COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE",
  sum("COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98") as "COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98",
  sum("COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B") as "COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B",
  sum("COUNT_VALUES_SE_LABEL_58A28D62") as "COUNT_VALUES_SE_LABEL_58A28D62",
  max("LAST_SE_LABEL_2C38A6E0") as "LAST_SE_LABEL_2C38A6E0",
  max("LAST_SE_LABEL_8CA5F092") as "LAST_SE_LABEL_8CA5F092",
  max("MAX_SE_LABEL_48BF9F0B") as "MAX_SE_LABEL_48BF9F0B",
  max("MAX_SE_LABEL_EF0E49E7") as "MAX_SE_LABEL_EF0E49E7",
  min("MIN_SE_LABEL_7423919A") as "MIN_SE_LABEL_7423919A",
  sum("SUM_SE_LABEL_36B02D09") as "SUM_SE_LABEL_36B02D09"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_04A949EC" is not null
  or "COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE" is not null
  or "COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98" is not null
  or "COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B" is not null
  or "COUNT_VALUES_SE_LABEL_58A28D62" is not null
  or "LAST_SE_LABEL_2C38A6E0" is not null
  or "LAST_SE_LABEL_8CA5F092" is not null
  or "MAX_SE_LABEL_48BF9F0B" is not null
  or "MAX_SE_LABEL_EF0E49E7" is not null
  or "MIN_SE_LABEL_7423919A" is not null
  or "SUM_SE_LABEL_36B02D09" is not null
group by
  "KEY",
  "KEPT_BUCKET";
