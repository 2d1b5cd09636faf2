-- account_1: compact
-- Merges segments of account_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  account_1_aggregates
-- writes: account_1_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."ACCOUNT_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ANY_EVENT_04A949EC",
    "DISTINCT_DOMAIN_USERID_D0584648",
    "LAST_PLAN_50AD4EF0"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_04A949EC",
      "DISTINCT_DOMAIN_USERID_D0584648",
      "LAST_PLAN_50AD4EF0"
    from
      "SIGNALS_DERIVED"."ACCOUNT_1_AGGREGATES"
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
  hll_export(hll_combine(hll_import("DISTINCT_DOMAIN_USERID_D0584648"))) as "DISTINCT_DOMAIN_USERID_D0584648",
  max("LAST_PLAN_50AD4EF0") as "LAST_PLAN_50AD4EF0"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_04A949EC" is not null
  or "DISTINCT_DOMAIN_USERID_D0584648" is not null
  or "LAST_PLAN_50AD4EF0" is not null
group by
  "KEY",
  "KEPT_BUCKET";
