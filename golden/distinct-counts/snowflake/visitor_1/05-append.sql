-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_00e85cd3, visitor_1_seen_events
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
    "DISTINCT_ACTIVE_DAY_AF902F73",
    "DISTINCT_PAGE_URLPATH_6C400F94",
    "DISTINCT_PAGE_URLPATH_AC50DF94",
    "DISTINCT_SE_LABEL_88F91F73",
    "DISTINCT_SE_VALUE_94084A21"
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
      "E"."ACTIVE_DAY_TEXT_B7012FB7",
      "E"."IS_ADD_TO_CART_91822160",
      "E"."PAGE_URLPATH_TEXT_DB96DD25",
      "E"."SE_LABEL_TEXT_50C48683",
      "E"."SE_VALUE_TEXT_81F4ACAE"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_00E85CD3" as "E"
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
  hll_export(hll_accumulate("ACTIVE_DAY_TEXT_B7012FB7")) as "DISTINCT_ACTIVE_DAY_AF902F73",
  hll_export(hll_accumulate(iff("IS_ADD_TO_CART_91822160", "PAGE_URLPATH_TEXT_DB96DD25", null))) as "DISTINCT_PAGE_URLPATH_6C400F94",
  hll_export(hll_accumulate("PAGE_URLPATH_TEXT_DB96DD25")) as "DISTINCT_PAGE_URLPATH_AC50DF94",
  hll_export(hll_accumulate("SE_LABEL_TEXT_50C48683")) as "DISTINCT_SE_LABEL_88F91F73",
  hll_export(hll_accumulate("SE_VALUE_TEXT_81F4ACAE")) as "DISTINCT_SE_VALUE_94084A21"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_00E85CD3" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
