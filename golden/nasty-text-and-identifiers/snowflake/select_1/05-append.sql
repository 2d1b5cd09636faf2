-- select_1: append
-- Adds the window's events to the states of select_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_9e1e69b1, select_1_seen_events
-- writes: select_1_aggregates, select_1_value_aggregates, select_1_seen_events
-- parameters:
--   oldest_day      no window reaches days before this one
--   remember_since  event ids loaded after this time are remembered
--   seen            segments whose event ids were counted before, joined by commas
--   segment         a new random id for what this window appends
--   since           events loaded after this time are read: the window less the overlap
--   stage_id        a new random id for every scan

-- aggregates (:1 oldest_day, :2 seen, :3 segment, :4 since, :5 stage_id)
insert into
  "SIGNALS_DERIVED"."SELECT_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ANY_EVENT_08B5A954",
    "COUNT_ANY_EVENT_BY_SE_LABEL_6924E871",
    "COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42",
    "COUNT_ANY_EVENT_BY_SE_LABEL_A3100152",
    "COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8",
    "LAST_EVENT_ID_837C1B68",
    "LAST_EVENT_ID_F1D6C598",
    "LAST_ORDER_372C8C72",
    "LAST_SE_LABEL_2C38A6E0",
    "MAX_SE_LABEL_48BF9F0B"
  )
with
  "COUNTED_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP"
    from
      "SIGNALS_SCRATCH"."SELECT_1_SEEN_EVENTS"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
      and "LOAD_TSTAMP" >= dateadd(day, -5, cast(:4 as timestamp_ntz))
  ),
  "FRESH_EVENTS" as (
    select
      "E"."KEY_DOMAIN_USERID_B6213CAB" as "KEY",
      case
        when "E"."DERIVED_TSTAMP" >= cast(:1 as timestamp_ntz) then date_trunc('day', "E"."DERIVED_TSTAMP")
        else cast('1970-01-01T00:00:00Z' as timestamp_ntz)
      end as "BUCKET",
      "E"."EVENT_ID",
      "E"."DERIVED_TSTAMP",
      "E"."EVENT_ID_TEXT_D8F27A16",
      "E"."EVENT_ID_TEXT_D99187EE",
      "E"."IS_ANY_EVENT_BY_SE_LABEL_07465F17",
      "E"."IS_ANY_EVENT_BY_SE_LABEL_89E4E856",
      "E"."IS_ANY_EVENT_BY_SE_LABEL_8A9BE208",
      "E"."IS_ANY_EVENT_BY_SE_LABEL_D8291D8B",
      "E"."ORDER_TEXT_3B27EF78",
      "E"."SE_LABEL_TEXT_50C48683"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_9E1E69B1" as "E"
      left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
      and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
      and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
    where
      "E"."STAGE_ID" = :5
      and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
      and "E"."DERIVED_TSTAMP" is not null
      and "C"."EVENT_ID" is null
  )
select
  :3 as "SEGMENT",
  "KEY",
  "BUCKET",
  count(*) as "COUNT_ANY_EVENT_08B5A954",
  nullif(count_if("IS_ANY_EVENT_BY_SE_LABEL_D8291D8B"), 0) as "COUNT_ANY_EVENT_BY_SE_LABEL_6924E871",
  nullif(count_if("IS_ANY_EVENT_BY_SE_LABEL_89E4E856"), 0) as "COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42",
  nullif(count_if("IS_ANY_EVENT_BY_SE_LABEL_8A9BE208"), 0) as "COUNT_ANY_EVENT_BY_SE_LABEL_A3100152",
  nullif(count_if("IS_ANY_EVENT_BY_SE_LABEL_07465F17"), 0) as "COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8",
  max(
    iff(
      "EVENT_ID_TEXT_D99187EE" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "EVENT_ID_TEXT_D99187EE",
      null
    )
  ) as "LAST_EVENT_ID_837C1B68",
  max(
    iff(
      "EVENT_ID_TEXT_D8F27A16" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "EVENT_ID_TEXT_D8F27A16",
      null
    )
  ) as "LAST_EVENT_ID_F1D6C598",
  max(
    iff(
      "ORDER_TEXT_3B27EF78" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ORDER_TEXT_3B27EF78",
      null
    )
  ) as "LAST_ORDER_372C8C72",
  max(
    iff(
      "SE_LABEL_TEXT_50C48683" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_TEXT_50C48683",
      null
    )
  ) as "LAST_SE_LABEL_2C38A6E0",
  max("SE_LABEL_TEXT_50C48683") as "MAX_SE_LABEL_48BF9F0B"
from
  "FRESH_EVENTS"
group by
  "KEY",
  "BUCKET";

-- value_aggregates (:1 seen, :2 segment, :3 since, :4 stage_id)
insert into
  "SIGNALS_DERIVED"."SELECT_1_VALUE_AGGREGATES" ("SEGMENT", "KEY", "BUCKET", "STATE", "VALUE", "N", "LAST_ORDER")
with
  "COUNTED_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP"
    from
      "SIGNALS_SCRATCH"."SELECT_1_SEEN_EVENTS"
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
      "E"."SE_LABEL_TEXT_50C48683"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_9E1E69B1" as "E"
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
  'values_se_label_d258e54a' as "STATE",
  "SE_LABEL_TEXT_50C48683" as "VALUE",
  count(*) as "N",
  max(to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_')) as "LAST_ORDER"
from
  "FRESH_EVENTS"
where
  "SE_LABEL_TEXT_50C48683" is not null
group by
  "KEY",
  "SE_LABEL_TEXT_50C48683";

-- seen_events (:1 remember_since, :2 seen, :3 segment, :4 since, :5 stage_id)
insert into
  "SIGNALS_SCRATCH"."SELECT_1_SEEN_EVENTS" ("SEGMENT", "EVENT_ID", "LOAD_TSTAMP")
with
  "COUNTED_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP"
    from
      "SIGNALS_SCRATCH"."SELECT_1_SEEN_EVENTS"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_9E1E69B1" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
