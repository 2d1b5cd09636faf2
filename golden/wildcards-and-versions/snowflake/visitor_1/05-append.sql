-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_cc1baad1, visitor_1_seen_events
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
    "COUNT_ACME_EVENT_D5C72E46",
    "COUNT_ANY_EVENT_04A949EC",
    "COUNT_ANY_EVENT_9D1514E5",
    "COUNT_BUY_AFE8A863",
    "COUNT_BUY_B0B6D95C",
    "COUNT_BUY_D4242D26",
    "COUNT_BUY_FDF0667D",
    "COUNT_BUY_OR_SELL_A17F4A50"
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
      "E"."IS_ACME_EVENT_55EEAB11",
      "E"."IS_ANY_EVENT_6C6D8500",
      "E"."IS_BUY_3F4D0FF6",
      "E"."IS_BUY_64C53559",
      "E"."IS_BUY_AAA1CBDD",
      "E"."IS_BUY_D2BCCC48",
      "E"."IS_BUY_OR_SELL_33ADB9B0"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_CC1BAAD1" as "E"
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
  nullif(count_if("IS_ACME_EVENT_55EEAB11"), 0) as "COUNT_ACME_EVENT_D5C72E46",
  count(*) as "COUNT_ANY_EVENT_04A949EC",
  nullif(count_if("IS_ANY_EVENT_6C6D8500"), 0) as "COUNT_ANY_EVENT_9D1514E5",
  nullif(count_if("IS_BUY_64C53559"), 0) as "COUNT_BUY_AFE8A863",
  nullif(count_if("IS_BUY_3F4D0FF6"), 0) as "COUNT_BUY_B0B6D95C",
  nullif(count_if("IS_BUY_D2BCCC48"), 0) as "COUNT_BUY_D4242D26",
  nullif(count_if("IS_BUY_AAA1CBDD"), 0) as "COUNT_BUY_FDF0667D",
  nullif(count_if("IS_BUY_OR_SELL_33ADB9B0"), 0) as "COUNT_BUY_OR_SELL_A17F4A50"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_CC1BAAD1" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
