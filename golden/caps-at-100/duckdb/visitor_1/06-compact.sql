-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates
insert into
  "signals_derived"."visitor_1_aggregates" ("segment", "key", "bucket", "count_any_event_04a949ec")
with
  "live_aggregates" as (
    select
      "key",
      cast('1970-01-01T00:00:00Z' as timestamp) as "kept_bucket",
      "count_any_event_04a949ec"
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
  sum("count_any_event_04a949ec") as "count_any_event_04a949ec"
from
  "live_aggregates"
where
  "count_any_event_04a949ec" is not null
group by
  "key",
  "kept_bucket";

-- value_aggregates
insert into
  "signals_derived"."visitor_1_value_aggregates" ("segment", "key", "bucket", "state", "value", "n", "last_order")
with
  "live_values" as (
    select
      "key",
      "state",
      "value",
      "n",
      "last_order",
      "bucket" as "kept_bucket"
    from
      "signals_derived"."visitor_1_value_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
      and "state" in ('distinct_page_urlpath_a374737d', 'values_page_urlpath_85280da0')
  )
select
  $segment as "segment",
  "key",
  "kept_bucket" as "bucket",
  "state",
  "value",
  sum("n") as "n",
  max("last_order") as "last_order"
from
  "live_values"
group by
  "key",
  "kept_bucket",
  "state",
  "value";
