-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_981fc074, visitor_1_seen_events
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
    "COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB",
    "COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0",
    "LAST_ACTIVE_DAY_0CA15D6C",
    "LAST_ACTIVE_DAY_5688E920",
    "LAST_ACTIVE_MONTH_8B206849",
    "LAST_ACTIVE_WEEK_2A5C6330",
    "LAST_DAY_OF_WEEK_ECAC1592",
    "LAST_HOUR_OF_DAY_CE100397",
    "LAST_MONTH_OF_YEAR_4EA267DC"
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
      "E"."ACTIVE_DAY_TEXT_195239CF",
      "E"."ACTIVE_DAY_TEXT_B7012FB7",
      "E"."ACTIVE_MONTH_TEXT_CBACFFA4",
      "E"."ACTIVE_WEEK_TEXT_970EAC70",
      "E"."DAY_OF_WEEK_INTEGER_713012CF",
      "E"."HOUR_OF_DAY_INTEGER_8F3AB43B",
      "E"."IS_ANY_EVENT_BY_ACTIVE_MONTH_38A95A1F",
      "E"."IS_ANY_EVENT_BY_HOUR_OF_DAY_C1989CCA",
      "E"."MONTH_OF_YEAR_INTEGER_16EDFBBB"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_981FC074" as "E"
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
  nullif(count_if("IS_ANY_EVENT_BY_ACTIVE_MONTH_38A95A1F"), 0) as "COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB",
  nullif(count_if("IS_ANY_EVENT_BY_HOUR_OF_DAY_C1989CCA"), 0) as "COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0",
  max(
    iff(
      "ACTIVE_DAY_TEXT_195239CF" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ACTIVE_DAY_TEXT_195239CF",
      null
    )
  ) as "LAST_ACTIVE_DAY_0CA15D6C",
  max(
    iff(
      "ACTIVE_DAY_TEXT_B7012FB7" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ACTIVE_DAY_TEXT_B7012FB7",
      null
    )
  ) as "LAST_ACTIVE_DAY_5688E920",
  max(
    iff(
      "ACTIVE_MONTH_TEXT_CBACFFA4" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ACTIVE_MONTH_TEXT_CBACFFA4",
      null
    )
  ) as "LAST_ACTIVE_MONTH_8B206849",
  max(
    iff(
      "ACTIVE_WEEK_TEXT_970EAC70" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ACTIVE_WEEK_TEXT_970EAC70",
      null
    )
  ) as "LAST_ACTIVE_WEEK_2A5C6330",
  max(
    iff(
      "DAY_OF_WEEK_INTEGER_713012CF" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "DAY_OF_WEEK_INTEGER_713012CF",
      null
    )
  ) as "LAST_DAY_OF_WEEK_ECAC1592",
  max(
    iff(
      "HOUR_OF_DAY_INTEGER_8F3AB43B" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "HOUR_OF_DAY_INTEGER_8F3AB43B",
      null
    )
  ) as "LAST_HOUR_OF_DAY_CE100397",
  max(
    iff(
      "MONTH_OF_YEAR_INTEGER_16EDFBBB" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "MONTH_OF_YEAR_INTEGER_16EDFBBB",
      null
    )
  ) as "LAST_MONTH_OF_YEAR_4EA267DC"
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
      "E"."DAY_OF_WEEK_TEXT_8D713DCC"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_981FC074" as "E"
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
  'values_day_of_week_587a02c4' as "STATE",
  "DAY_OF_WEEK_TEXT_8D713DCC" as "VALUE",
  count(*) as "N",
  max(to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_')) as "LAST_ORDER"
from
  "FRESH_EVENTS"
where
  "DAY_OF_WEEK_TEXT_8D713DCC" is not null
group by
  "KEY",
  "DAY_OF_WEEK_TEXT_8D713DCC";

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
  "SIGNALS_SCRATCH"."SBE_EVENTS_981FC074" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
