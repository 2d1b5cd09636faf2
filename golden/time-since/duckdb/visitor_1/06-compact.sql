-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
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
    "count_any_event_04a949ec",
    "count_purchase_6544b52e",
    "max_derived_tstamp_1d274e3d",
    "max_derived_tstamp_970bec76",
    "min_derived_tstamp_08587e94"
  )
with
  "live_aggregates" as (
    select
      "key",
      case
        when "bucket" >= cast($oldest_day as timestamp) then date_trunc('day', "bucket")
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as "kept_bucket",
      "count_any_event_04a949ec",
      "count_purchase_6544b52e",
      "max_derived_tstamp_1d274e3d",
      "max_derived_tstamp_970bec76",
      "min_derived_tstamp_08587e94"
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
  sum("count_any_event_04a949ec") as "count_any_event_04a949ec",
  sum("count_purchase_6544b52e") as "count_purchase_6544b52e",
  max("max_derived_tstamp_1d274e3d") as "max_derived_tstamp_1d274e3d",
  max("max_derived_tstamp_970bec76") as "max_derived_tstamp_970bec76",
  min("min_derived_tstamp_08587e94") as "min_derived_tstamp_08587e94"
from
  "live_aggregates"
where
  "count_any_event_04a949ec" is not null
  or "count_purchase_6544b52e" is not null
  or "max_derived_tstamp_1d274e3d" is not null
  or "max_derived_tstamp_970bec76" is not null
  or "min_derived_tstamp_08587e94" is not null
group by
  "key",
  "kept_bucket";
