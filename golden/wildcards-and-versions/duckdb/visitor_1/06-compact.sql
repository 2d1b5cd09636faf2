-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates
insert into
  "signals_derived"."visitor_1_aggregates" (
    "segment",
    "key",
    "bucket",
    "count_acme_event_d5c72e46",
    "count_any_event_04a949ec",
    "count_any_event_9d1514e5",
    "count_buy_afe8a863",
    "count_buy_b0b6d95c",
    "count_buy_d4242d26",
    "count_buy_fdf0667d",
    "count_buy_or_sell_a17f4a50"
  )
with
  "live_aggregates" as (
    select
      "key",
      cast('1970-01-01T00:00:00Z' as timestamp) as "kept_bucket",
      "count_acme_event_d5c72e46",
      "count_any_event_04a949ec",
      "count_any_event_9d1514e5",
      "count_buy_afe8a863",
      "count_buy_b0b6d95c",
      "count_buy_d4242d26",
      "count_buy_fdf0667d",
      "count_buy_or_sell_a17f4a50"
    from
      "signals_derived"."visitor_1_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
  )
select
  $segment as "segment",
  "key",
  "kept_bucket" as "bucket",
  sum("count_acme_event_d5c72e46") as "count_acme_event_d5c72e46",
  sum("count_any_event_04a949ec") as "count_any_event_04a949ec",
  sum("count_any_event_9d1514e5") as "count_any_event_9d1514e5",
  sum("count_buy_afe8a863") as "count_buy_afe8a863",
  sum("count_buy_b0b6d95c") as "count_buy_b0b6d95c",
  sum("count_buy_d4242d26") as "count_buy_d4242d26",
  sum("count_buy_fdf0667d") as "count_buy_fdf0667d",
  sum("count_buy_or_sell_a17f4a50") as "count_buy_or_sell_a17f4a50"
from
  "live_aggregates"
where
  "count_acme_event_d5c72e46" is not null
  or "count_any_event_04a949ec" is not null
  or "count_any_event_9d1514e5" is not null
  or "count_buy_afe8a863" is not null
  or "count_buy_b0b6d95c" is not null
  or "count_buy_d4242d26" is not null
  or "count_buy_fdf0667d" is not null
  or "count_buy_or_sell_a17f4a50" is not null
group by
  "key",
  "kept_bucket";
