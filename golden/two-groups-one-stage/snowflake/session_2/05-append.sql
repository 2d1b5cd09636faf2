-- session_2: append
-- Adds the window's events to the states of session_2, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_9ea01ffd, session_2_seen_events
-- writes: session_2_aggregates, session_2_seen_events
-- parameters:
--   oldest_day      no window reaches days before this one
--   remember_since  event ids loaded after this time are remembered
--   seen            segments whose event ids were counted before, joined by commas
--   segment         a new random id for what this window appends
--   since           events loaded after this time are read: the window less the overlap
--   stage_id        a new random id for every scan

-- aggregates (:1 oldest_day, :2 seen, :3 segment, :4 since, :5 stage_id)
insert into
  "SIGNALS_DERIVED"."SESSION_2_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_PAGE_VIEW_3B346107",
    "COUNT_PURCHASE_6544B52E",
    "SUM_SE_VALUE_4D8072FB"
  )
with
  "COUNTED_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP"
    from
      "SIGNALS_SCRATCH"."SESSION_2_SEEN_EVENTS"
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
      "E"."KEY_DOMAIN_SESSIONID_4BD8A7E8" as "KEY",
      case
        when "E"."DERIVED_TSTAMP" >= cast(:1 as timestamp_ntz) then date_trunc('day', "E"."DERIVED_TSTAMP")
        else cast('1970-01-01T00:00:00Z' as timestamp_ntz)
      end as "BUCKET",
      "E"."EVENT_ID",
      "E"."DERIVED_TSTAMP",
      "E"."IS_PAGE_VIEW_6CEBE55B",
      "E"."IS_PURCHASE_2F589707",
      "E"."SE_VALUE_DECIMAL_CC5D545F"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_9EA01FFD" as "E"
      left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
      and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
      and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
    where
      "E"."STAGE_ID" = :5
      and (
        "E"."IS_PAGE_VIEW_6CEBE55B"
        or "E"."IS_PURCHASE_2F589707"
      )
      and "E"."KEY_DOMAIN_SESSIONID_4BD8A7E8" is not null
      and "E"."DERIVED_TSTAMP" is not null
      and "C"."EVENT_ID" is null
  )
select
  :3 as "SEGMENT",
  "KEY",
  "BUCKET",
  nullif(count_if("IS_PAGE_VIEW_6CEBE55B"), 0) as "COUNT_PAGE_VIEW_3B346107",
  nullif(count_if("IS_PURCHASE_2F589707"), 0) as "COUNT_PURCHASE_6544B52E",
  sum(iff("IS_PURCHASE_2F589707", "SE_VALUE_DECIMAL_CC5D545F", null)) as "SUM_SE_VALUE_4D8072FB"
from
  "FRESH_EVENTS"
group by
  "KEY",
  "BUCKET";

-- seen_events (:1 remember_since, :2 seen, :3 segment, :4 since, :5 stage_id)
insert into
  "SIGNALS_SCRATCH"."SESSION_2_SEEN_EVENTS" ("SEGMENT", "EVENT_ID", "LOAD_TSTAMP")
with
  "COUNTED_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP"
    from
      "SIGNALS_SCRATCH"."SESSION_2_SEEN_EVENTS"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_9EA01FFD" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and (
    "E"."IS_PAGE_VIEW_6CEBE55B"
    or "E"."IS_PURCHASE_2F589707"
  )
  and "E"."KEY_DOMAIN_SESSIONID_4BD8A7E8" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
