-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_b554f283, visitor_1_seen_events
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
    "COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC",
    "LAST_ID_114A0FA6",
    "LAST_ID_3DD6C180",
    "LAST_ID_C5D08EAE",
    "LAST_ITEMS_DD01966D",
    "LAST_SKU_138875FB",
    "LAST_TAGS_ACEE89B2",
    "LAST_ZIPCODE_B06D7E04",
    "MAX_UNITPRICE_7454947D"
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
      "E"."ID_TEXT_095A4A5B",
      "E"."ID_TEXT_31F70540",
      "E"."ID_TEXT_426C24DA",
      "E"."IS_ANY_EVENT_BY_UNITPRICE_CB0F4CAA",
      "E"."ITEMS_TEXT_BE7F128F",
      "E"."SKU_TEXT_65423641",
      "E"."TAGS_TEXT_CF61E69C",
      "E"."UNITPRICE_DOUBLE_9502418B",
      "E"."ZIPCODE_TEXT_B77D0C88"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_B554F283" as "E"
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
  nullif(count_if("IS_ANY_EVENT_BY_UNITPRICE_CB0F4CAA"), 0) as "COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC",
  max(
    iff(
      "ID_TEXT_095A4A5B" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ID_TEXT_095A4A5B",
      null
    )
  ) as "LAST_ID_114A0FA6",
  max(
    iff(
      "ID_TEXT_426C24DA" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ID_TEXT_426C24DA",
      null
    )
  ) as "LAST_ID_3DD6C180",
  max(
    iff(
      "ID_TEXT_31F70540" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ID_TEXT_31F70540",
      null
    )
  ) as "LAST_ID_C5D08EAE",
  max(
    iff(
      "ITEMS_TEXT_BE7F128F" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ITEMS_TEXT_BE7F128F",
      null
    )
  ) as "LAST_ITEMS_DD01966D",
  max(
    iff(
      "SKU_TEXT_65423641" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SKU_TEXT_65423641",
      null
    )
  ) as "LAST_SKU_138875FB",
  max(
    iff(
      "TAGS_TEXT_CF61E69C" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "TAGS_TEXT_CF61E69C",
      null
    )
  ) as "LAST_TAGS_ACEE89B2",
  max(
    iff(
      "ZIPCODE_TEXT_B77D0C88" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "ZIPCODE_TEXT_B77D0C88",
      null
    )
  ) as "LAST_ZIPCODE_B06D7E04",
  max("UNITPRICE_DOUBLE_9502418B") as "MAX_UNITPRICE_7454947D"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_B554F283" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
