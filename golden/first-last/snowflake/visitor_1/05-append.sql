-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_b1fb09af, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_seen_events
-- parameters:
--   oldest_day      no window reaches days before this one
--   remember_since  event ids loaded after this time are remembered
--   seen            segments whose event ids were counted before, joined by commas
--   segment         a new random id for what this window appends
--   since           events loaded after this time are read: the window less the overlap
--   stage_id        a new random id for every scan

-- aggregates (:1 oldest_day, :2 seen, :3 segment, :4 since, :5 stage_id)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ADD_TO_CART_66BE2CF4",
    "COUNT_ANY_EVENT_04A949EC",
    "COUNT_ANY_EVENT_BY_MKT_MEDIUM_BD9217F6",
    "COUNT_PAGE_VIEW_EF75C893",
    "FIRST_DERIVED_TSTAMP_EC1BAA72",
    "FIRST_MKT_CAMPAIGN_2D9DFE67",
    "FIRST_PAGE_URLPATH_1B64FE0B",
    "LAST_BR_COOKIES_20F44A36",
    "LAST_PAGE_URLPATH_956E4868",
    "LAST_PAGE_URLPATH_BD0E1278",
    "LAST_SE_VALUE_03466D5F"
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
      "E"."BR_COOKIES_BOOLEAN_F06B5FA2",
      "E"."DERIVED_TSTAMP_TIMESTAMP_BB008AEE",
      "E"."IS_ADD_TO_CART_91822160",
      "E"."IS_ANY_EVENT_BY_MKT_MEDIUM_391742D2",
      "E"."IS_PAGE_VIEW_6CEBE55B",
      "E"."MKT_CAMPAIGN_TEXT_A1F7570A",
      "E"."PAGE_URLPATH_TEXT_DB96DD25",
      "E"."SE_VALUE_DOUBLE_08CDAA7F"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_B1FB09AF" as "E"
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
  nullif(count_if("IS_ADD_TO_CART_91822160"), 0) as "COUNT_ADD_TO_CART_66BE2CF4",
  count(*) as "COUNT_ANY_EVENT_04A949EC",
  nullif(count_if("IS_ANY_EVENT_BY_MKT_MEDIUM_391742D2"), 0) as "COUNT_ANY_EVENT_BY_MKT_MEDIUM_BD9217F6",
  nullif(count_if("IS_PAGE_VIEW_6CEBE55B"), 0) as "COUNT_PAGE_VIEW_EF75C893",
  min(
    iff(
      "DERIVED_TSTAMP_TIMESTAMP_BB008AEE" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "DERIVED_TSTAMP_TIMESTAMP_BB008AEE",
      null
    )
  ) as "FIRST_DERIVED_TSTAMP_EC1BAA72",
  min(
    iff(
      "IS_ANY_EVENT_BY_MKT_MEDIUM_391742D2"
      and "MKT_CAMPAIGN_TEXT_A1F7570A" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "MKT_CAMPAIGN_TEXT_A1F7570A",
      null
    )
  ) as "FIRST_MKT_CAMPAIGN_2D9DFE67",
  min(
    iff(
      "IS_PAGE_VIEW_6CEBE55B"
      and "PAGE_URLPATH_TEXT_DB96DD25" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "PAGE_URLPATH_TEXT_DB96DD25",
      null
    )
  ) as "FIRST_PAGE_URLPATH_1B64FE0B",
  max(
    iff(
      "BR_COOKIES_BOOLEAN_F06B5FA2" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "BR_COOKIES_BOOLEAN_F06B5FA2",
      null
    )
  ) as "LAST_BR_COOKIES_20F44A36",
  max(
    iff(
      "IS_PAGE_VIEW_6CEBE55B"
      and "PAGE_URLPATH_TEXT_DB96DD25" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "PAGE_URLPATH_TEXT_DB96DD25",
      null
    )
  ) as "LAST_PAGE_URLPATH_956E4868",
  max(
    iff(
      "IS_ADD_TO_CART_91822160"
      and "PAGE_URLPATH_TEXT_DB96DD25" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "PAGE_URLPATH_TEXT_DB96DD25",
      null
    )
  ) as "LAST_PAGE_URLPATH_BD0E1278",
  max(
    iff(
      "IS_ADD_TO_CART_91822160"
      and "SE_VALUE_DOUBLE_08CDAA7F" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_VALUE_DOUBLE_08CDAA7F",
      null
    )
  ) as "LAST_SE_VALUE_03466D5F"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_B1FB09AF" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
