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

-- aggregates
insert into
  "signals_derived"."visitor_1_aggregates" (
    "segment",
    "key",
    "bucket",
    "count_any_event_022ca00a",
    "count_any_event_a33a448d",
    "last_page_urlpath_d3898135"
  )
with
  "live_aggregates" as (
    select
      "key",
      case
        when "bucket" >= cast($oldest_minute as timestamp) then date_trunc('minute', "bucket")
        when "bucket" >= cast($oldest_hour as timestamp) then date_trunc('hour', "bucket")
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as "kept_bucket",
      "count_any_event_022ca00a",
      "count_any_event_a33a448d",
      "last_page_urlpath_d3898135"
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
  sum("count_any_event_022ca00a") as "count_any_event_022ca00a",
  sum("count_any_event_a33a448d") as "count_any_event_a33a448d",
  max("last_page_urlpath_d3898135") as "last_page_urlpath_d3898135"
from
  "live_aggregates"
where
  "count_any_event_022ca00a" is not null
  or "count_any_event_a33a448d" is not null
  or "last_page_urlpath_d3898135" is not null
group by
  "key",
  "kept_bucket";
