-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_1fc0784a, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_seen_events
-- parameters:
--   remember_since  event ids loaded after this time are remembered
--   seen            segments whose event ids were counted before, joined by commas
--   segment         a new random id for what this window appends
--   since           events loaded after this time are read: the window less the overlap
--   stage_id        a new random id for every scan

-- aggregates (:1 seen, :2 segment, :3 since, :4 stage_id)
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
  "COUNTED_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP"
    from
      "SIGNALS_SCRATCH"."VISITOR_1_SEEN_EVENTS"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:1, ','))
      )
      and "LOAD_TSTAMP" >= dateadd(day, -5, cast(:3 as timestamp_ntz))
  ),
  "FRESH_EVENTS" as (
    select
      "E"."KEY_DOMAIN_USERID_B6213CAB" as "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "BUCKET",
      "E"."EVENT_ID",
      "E"."DERIVED_TSTAMP",
      "E"."IS_ANY_EVENT_BY_SE_LABEL_10F85E43",
      "E"."IS_ANY_EVENT_BY_SE_LABEL_59F617BF",
      "E"."IS_ANY_EVENT_BY_SE_LABEL_64DFD5C7",
      "E"."SE_LABEL_DECIMAL_C0E78D06",
      "E"."SE_LABEL_DOUBLE_4FF8ADAA",
      "E"."SE_LABEL_INTEGER_09A06668",
      "E"."SE_LABEL_INTEGER_78D3A3B8",
      "E"."SE_LABEL_TEXT_50C48683"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_1FC0784A" as "E"
      left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
      and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
      and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
    where
      "E"."STAGE_ID" = :4
      and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
      and "E"."DERIVED_TSTAMP" is not null
      and "C"."EVENT_ID" is null
  )
select
  :2 as "SEGMENT",
  "KEY",
  "BUCKET",
  count(*) as "COUNT_ANY_EVENT_04A949EC",
  nullif(count_if("IS_ANY_EVENT_BY_SE_LABEL_59F617BF"), 0) as "COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE",
  nullif(count_if("IS_ANY_EVENT_BY_SE_LABEL_10F85E43"), 0) as "COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98",
  nullif(count_if("IS_ANY_EVENT_BY_SE_LABEL_64DFD5C7"), 0) as "COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B",
  nullif(count_if("SE_LABEL_DECIMAL_C0E78D06" is not null), 0) as "COUNT_VALUES_SE_LABEL_58A28D62",
  max(
    iff(
      "SE_LABEL_TEXT_50C48683" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_TEXT_50C48683",
      null
    )
  ) as "LAST_SE_LABEL_2C38A6E0",
  max(
    iff(
      "SE_LABEL_INTEGER_09A06668" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_INTEGER_09A06668",
      null
    )
  ) as "LAST_SE_LABEL_8CA5F092",
  max("SE_LABEL_TEXT_50C48683") as "MAX_SE_LABEL_48BF9F0B",
  max("SE_LABEL_INTEGER_78D3A3B8") as "MAX_SE_LABEL_EF0E49E7",
  min("SE_LABEL_DOUBLE_4FF8ADAA") as "MIN_SE_LABEL_7423919A",
  sum("SE_LABEL_DECIMAL_C0E78D06") as "SUM_SE_LABEL_36B02D09"
from
  "FRESH_EVENTS"
group by
  "KEY",
  "BUCKET";

-- seen_events (:1 remember_since, :2 seen, :3 segment, :4 since, :5 stage_id)
insert into
  "SIGNALS_SCRATCH"."VISITOR_1_SEEN_EVENTS" ("SEGMENT", "EVENT_ID", "LOAD_TSTAMP")
with
  "COUNTED_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP"
    from
      "SIGNALS_SCRATCH"."VISITOR_1_SEEN_EVENTS"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
      and "LOAD_TSTAMP" >= dateadd(day, -5, cast(:4 as timestamp_ntz))
  )
select
  :3 as "SEGMENT",
  "E"."EVENT_ID",
  "E"."LOAD_TSTAMP"
from
  "SIGNALS_SCRATCH"."SBE_EVENTS_1FC0784A" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
