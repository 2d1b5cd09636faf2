-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_1d65b150, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events
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
    "COUNT_ANY_EVENT_BY_ADDRESS_ADC47209",
    "COUNT_ANY_EVENT_BY_ITEMS_596A4E75",
    "COUNT_ANY_EVENT_BY_ITEMS_FE4704F8",
    "COUNT_ANY_EVENT_BY_LINES_623204B2",
    "COUNT_ANY_EVENT_BY_NOTE_067C669F",
    "FIRST_ITEMS_CD3BAE57",
    "LAST_ADDRESS_36B8EBC6",
    "LAST_ITEMS_D0A192E8",
    "LAST_LINES_5E12534D",
    "LAST_NOTE_2BF7B18A",
    "LAST_TAGS_AF81BD14"
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
      "E"."ADDRESS_OBJECT_04DCCEF3",
      "E"."IS_ANY_EVENT_BY_ADDRESS_329F75E5",
      "E"."IS_ANY_EVENT_BY_ITEMS_7E7FBE96",
      "E"."IS_ANY_EVENT_BY_ITEMS_B0BFF2CF",
      "E"."IS_ANY_EVENT_BY_LINES_AB788E6E",
      "E"."IS_ANY_EVENT_BY_NOTE_6198AE1B",
      "E"."ITEMS_TEXT_DAC28086",
      "E"."LINES_TEXT_E1D6C13E",
      "E"."NOTE_TEXT_FC53B3FF",
      "E"."TAGS_TEXT_A74B0B40"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_1D65B150" as "E"
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
  nullif(count_if("IS_ANY_EVENT_BY_ADDRESS_329F75E5"), 0) as "COUNT_ANY_EVENT_BY_ADDRESS_ADC47209",
  nullif(count_if("IS_ANY_EVENT_BY_ITEMS_7E7FBE96"), 0) as "COUNT_ANY_EVENT_BY_ITEMS_596A4E75",
  nullif(count_if("IS_ANY_EVENT_BY_ITEMS_B0BFF2CF"), 0) as "COUNT_ANY_EVENT_BY_ITEMS_FE4704F8",
  nullif(count_if("IS_ANY_EVENT_BY_LINES_AB788E6E"), 0) as "COUNT_ANY_EVENT_BY_LINES_623204B2",
  nullif(count_if("IS_ANY_EVENT_BY_NOTE_6198AE1B"), 0) as "COUNT_ANY_EVENT_BY_NOTE_067C669F",
  min(
    iff(
      "ITEMS_TEXT_DAC28086" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ITEMS_TEXT_DAC28086",
      null
    )
  ) as "FIRST_ITEMS_CD3BAE57",
  max(
    iff(
      "ADDRESS_OBJECT_04DCCEF3" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ADDRESS_OBJECT_04DCCEF3",
      null
    )
  ) as "LAST_ADDRESS_36B8EBC6",
  max(
    iff(
      "ITEMS_TEXT_DAC28086" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ITEMS_TEXT_DAC28086",
      null
    )
  ) as "LAST_ITEMS_D0A192E8",
  max(
    iff(
      "LINES_TEXT_E1D6C13E" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "LINES_TEXT_E1D6C13E",
      null
    )
  ) as "LAST_LINES_5E12534D",
  max(
    iff(
      "NOTE_TEXT_FC53B3FF" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "NOTE_TEXT_FC53B3FF",
      null
    )
  ) as "LAST_NOTE_2BF7B18A",
  max(
    iff(
      "TAGS_TEXT_A74B0B40" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "TAGS_TEXT_A74B0B40",
      null
    )
  ) as "LAST_TAGS_AF81BD14"
from
  "FRESH_EVENTS"
group by
  "KEY",
  "BUCKET";

-- value_aggregates (:1 seen, :2 segment, :3 since, :4 stage_id)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES" ("SEGMENT", "KEY", "BUCKET", "STATE", "VALUE", "N", "LAST_ORDER")
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
      "E"."EVENT_ID",
      "E"."DERIVED_TSTAMP",
      "E"."ITEMS_TEXT_DAC28086"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_1D65B150" as "E"
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
  cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "BUCKET",
  'values_items_ff405ed9' as "STATE",
  "ITEMS_TEXT_DAC28086" as "VALUE",
  count(*) as "N",
  max(to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_')) as "LAST_ORDER"
from
  "FRESH_EVENTS"
where
  "ITEMS_TEXT_DAC28086" is not null
group by
  "KEY",
  "ITEMS_TEXT_DAC28086";

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
  "SIGNALS_SCRATCH"."SBE_EVENTS_1D65B150" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
