-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
-- parameters:
--   oldest_day  no window reaches days before this one
--   segment     a new random id for what this window appends
--   segments    live segments, joined by commas

-- aggregates (:1 oldest_day, :2 segment, :3 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ANY_EVENT_04A949EC",
    "COUNT_PURCHASE_6544B52E",
    "MAX_DERIVED_TSTAMP_1D274E3D",
    "MAX_DERIVED_TSTAMP_970BEC76",
    "MIN_DERIVED_TSTAMP_08587E94"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      case
        when "BUCKET" >= cast(:1 as timestamp_ntz) then date_trunc('day', "BUCKET")
        else cast('1970-01-01T00:00:00Z' as timestamp_ntz)
      end as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_PURCHASE_6544B52E",
      "MAX_DERIVED_TSTAMP_1D274E3D",
      "MAX_DERIVED_TSTAMP_970BEC76",
      "MIN_DERIVED_TSTAMP_08587E94"
    from
      "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:3, ','))
      )
  )
select
  :2 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC",
  sum("COUNT_PURCHASE_6544B52E") as "COUNT_PURCHASE_6544B52E",
  max("MAX_DERIVED_TSTAMP_1D274E3D") as "MAX_DERIVED_TSTAMP_1D274E3D",
  max("MAX_DERIVED_TSTAMP_970BEC76") as "MAX_DERIVED_TSTAMP_970BEC76",
  min("MIN_DERIVED_TSTAMP_08587E94") as "MIN_DERIVED_TSTAMP_08587E94"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_04A949EC" is not null
  or "COUNT_PURCHASE_6544B52E" is not null
  or "MAX_DERIVED_TSTAMP_1D274E3D" is not null
  or "MAX_DERIVED_TSTAMP_970BEC76" is not null
  or "MIN_DERIVED_TSTAMP_08587E94" is not null
group by
  "KEY",
  "KEPT_BUCKET";
