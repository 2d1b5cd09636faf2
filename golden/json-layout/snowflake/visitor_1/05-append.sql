-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_3affad44, visitor_1_seen_events
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
    "COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E",
    "LAST_COUPONCODE_7FDC81A5",
    "LAST_DELIVERY_5AF565D7",
    "LAST_DELIVERY_70AE7A67",
    "LAST_ID_B72E6529",
    "LAST_ISGIFT_349F0DF6",
    "LAST_TOTAL_8837564D",
    "SUM_TOTAL_351F92A8"
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
      "E"."COUPONCODE_TEXT_56490AA6",
      "E"."DELIVERY_OBJECT_356A1977",
      "E"."DELIVERY_TEXT_526B71E3",
      "E"."ID_TEXT_D72CFFDA",
      "E"."IS_ANY_EVENT_BY_ISGIFT_BY_TOTAL_E5222816",
      "E"."ISGIFT_BOOLEAN_48754FCA",
      "E"."TOTAL_DECIMAL_2BEF8902",
      "E"."TOTAL_TEXT_91D32B71"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_3AFFAD44" as "E"
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
  nullif(count_if("IS_ANY_EVENT_BY_ISGIFT_BY_TOTAL_E5222816"), 0) as "COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E",
  max(
    iff(
      "COUPONCODE_TEXT_56490AA6" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "COUPONCODE_TEXT_56490AA6",
      null
    )
  ) as "LAST_COUPONCODE_7FDC81A5",
  max(
    iff(
      "DELIVERY_OBJECT_356A1977" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "DELIVERY_OBJECT_356A1977",
      null
    )
  ) as "LAST_DELIVERY_5AF565D7",
  max(
    iff(
      "DELIVERY_TEXT_526B71E3" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "DELIVERY_TEXT_526B71E3",
      null
    )
  ) as "LAST_DELIVERY_70AE7A67",
  max(
    iff(
      "ID_TEXT_D72CFFDA" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ID_TEXT_D72CFFDA",
      null
    )
  ) as "LAST_ID_B72E6529",
  max(
    iff(
      "ISGIFT_BOOLEAN_48754FCA" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ISGIFT_BOOLEAN_48754FCA",
      null
    )
  ) as "LAST_ISGIFT_349F0DF6",
  max(
    iff(
      "TOTAL_TEXT_91D32B71" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "TOTAL_TEXT_91D32B71",
      null
    )
  ) as "LAST_TOTAL_8837564D",
  sum("TOTAL_DECIMAL_2BEF8902") as "SUM_TOTAL_351F92A8"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_3AFFAD44" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
