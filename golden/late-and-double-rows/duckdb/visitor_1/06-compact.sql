-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
-- parameters:
--   oldest_day  no window reaches days before this one
--   segment     a new random id for what this window appends
--   segments    live segments, joined by commas

-- aggregates
insert into
  "signals_derived"."visitor_1_aggregates" (
    "segment",
    "key",
    "bucket",
    "count_any_event_08b5a954",
    "last_page_urlpath_405ac3c1",
    "sum_se_value_aeb01e3f"
  )
with
  "live_aggregates" as (
    select
      "key",
      case
        when "bucket" >= cast($oldest_day as timestamp) then date_trunc('day', "bucket")
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as "kept_bucket",
      "count_any_event_08b5a954",
      "last_page_urlpath_405ac3c1",
      "sum_se_value_aeb01e3f"
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
  sum("count_any_event_08b5a954") as "count_any_event_08b5a954",
  max("last_page_urlpath_405ac3c1") as "last_page_urlpath_405ac3c1",
  sum("sum_se_value_aeb01e3f") as "sum_se_value_aeb01e3f"
from
  "live_aggregates"
where
  "count_any_event_08b5a954" is not null
  or "last_page_urlpath_405ac3c1" is not null
  or "sum_se_value_aeb01e3f" is not null
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
      and "state" in ('values_page_urlpath_85280da0')
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
