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
    "COUNT_ACME_EVENT_D5C72E46",
    "COUNT_ANY_EVENT_04A949EC",
    "COUNT_ANY_EVENT_9D1514E5",
    "COUNT_BUY_AFE8A863",
    "COUNT_BUY_B0B6D95C",
    "COUNT_BUY_D4242D26",
    "COUNT_BUY_FDF0667D",
    "COUNT_BUY_OR_SELL_A17F4A50"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ACME_EVENT_D5C72E46",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_ANY_EVENT_9D1514E5",
      "COUNT_BUY_AFE8A863",
      "COUNT_BUY_B0B6D95C",
      "COUNT_BUY_D4242D26",
      "COUNT_BUY_FDF0667D",
      "COUNT_BUY_OR_SELL_A17F4A50"
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
  sum("COUNT_ACME_EVENT_D5C72E46") as "COUNT_ACME_EVENT_D5C72E46",
  sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC",
  sum("COUNT_ANY_EVENT_9D1514E5") as "COUNT_ANY_EVENT_9D1514E5",
  sum("COUNT_BUY_AFE8A863") as "COUNT_BUY_AFE8A863",
  sum("COUNT_BUY_B0B6D95C") as "COUNT_BUY_B0B6D95C",
  sum("COUNT_BUY_D4242D26") as "COUNT_BUY_D4242D26",
  sum("COUNT_BUY_FDF0667D") as "COUNT_BUY_FDF0667D",
  sum("COUNT_BUY_OR_SELL_A17F4A50") as "COUNT_BUY_OR_SELL_A17F4A50"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ACME_EVENT_D5C72E46" is not null
  or "COUNT_ANY_EVENT_04A949EC" is not null
  or "COUNT_ANY_EVENT_9D1514E5" is not null
  or "COUNT_BUY_AFE8A863" is not null
  or "COUNT_BUY_B0B6D95C" is not null
  or "COUNT_BUY_D4242D26" is not null
  or "COUNT_BUY_FDF0667D" is not null
  or "COUNT_BUY_OR_SELL_A17F4A50" is not null
group by
  "KEY",
  "KEPT_BUCKET";
