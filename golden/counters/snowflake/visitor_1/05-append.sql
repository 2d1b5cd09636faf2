-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_4e469639, visitor_1_seen_events
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
    "COUNT_ANY_EVENT_BY_BR_COOKIES_ECF9A1CC",
    "COUNT_ANY_EVENT_BY_DERIVED_TSTAMP_E227BBAD",
    "COUNT_ANY_EVENT_BY_GEO_COUNTRY_0010287D",
    "COUNT_ANY_EVENT_BY_GEO_COUNTRY_231A62E9",
    "COUNT_ANY_EVENT_BY_GEO_COUNTRY_6A44D824",
    "COUNT_ANY_EVENT_BY_GEO_COUNTRY_BAF376B5",
    "COUNT_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VAL_E888B8F6",
    "COUNT_ANY_EVENT_BY_GEO_COUNTRY_E3F85D25",
    "COUNT_ANY_EVENT_BY_SE_VALUE_1177C6F0",
    "COUNT_ANY_EVENT_BY_SE_VALUE_30745368",
    "COUNT_ANY_EVENT_BY_SE_VALUE_515C69B9",
    "COUNT_ANY_EVENT_BY_SE_VALUE_F5A64FC8",
    "COUNT_PAGE_VIEW_BY_PAGE_URLPATH_649BEA5C",
    "COUNT_PAGE_VIEW_EF75C893",
    "COUNT_PURCHASE_6544B52E"
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
      "E"."IS_ANY_EVENT_BY_BR_COOKIES_02FE1C22",
      "E"."IS_ANY_EVENT_BY_DERIVED_TSTAMP_339FFEE9",
      "E"."IS_ANY_EVENT_BY_GEO_COUNTRY_19BC9479",
      "E"."IS_ANY_EVENT_BY_GEO_COUNTRY_35094448",
      "E"."IS_ANY_EVENT_BY_GEO_COUNTRY_3F4BAF12",
      "E"."IS_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VALUE_A0B5A398",
      "E"."IS_ANY_EVENT_BY_GEO_COUNTRY_D0BF082A",
      "E"."IS_ANY_EVENT_BY_GEO_COUNTRY_F6BE5F3B",
      "E"."IS_ANY_EVENT_BY_SE_VALUE_48D8971B",
      "E"."IS_ANY_EVENT_BY_SE_VALUE_4B71DFF1",
      "E"."IS_ANY_EVENT_BY_SE_VALUE_76AD9A45",
      "E"."IS_ANY_EVENT_BY_SE_VALUE_9DC09079",
      "E"."IS_PAGE_VIEW_6CEBE55B",
      "E"."IS_PAGE_VIEW_BY_PAGE_URLPATH_A0A9515E",
      "E"."IS_PURCHASE_2F589707"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_4E469639" as "E"
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
  nullif(count_if("IS_ANY_EVENT_BY_BR_COOKIES_02FE1C22"), 0) as "COUNT_ANY_EVENT_BY_BR_COOKIES_ECF9A1CC",
  nullif(count_if("IS_ANY_EVENT_BY_DERIVED_TSTAMP_339FFEE9"), 0) as "COUNT_ANY_EVENT_BY_DERIVED_TSTAMP_E227BBAD",
  nullif(count_if("IS_ANY_EVENT_BY_GEO_COUNTRY_35094448"), 0) as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_0010287D",
  nullif(count_if("IS_ANY_EVENT_BY_GEO_COUNTRY_19BC9479"), 0) as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_231A62E9",
  nullif(count_if("IS_ANY_EVENT_BY_GEO_COUNTRY_F6BE5F3B"), 0) as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_6A44D824",
  nullif(count_if("IS_ANY_EVENT_BY_GEO_COUNTRY_D0BF082A"), 0) as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_BAF376B5",
  nullif(count_if("IS_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VALUE_A0B5A398"), 0) as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VAL_E888B8F6",
  nullif(count_if("IS_ANY_EVENT_BY_GEO_COUNTRY_3F4BAF12"), 0) as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_E3F85D25",
  nullif(count_if("IS_ANY_EVENT_BY_SE_VALUE_9DC09079"), 0) as "COUNT_ANY_EVENT_BY_SE_VALUE_1177C6F0",
  nullif(count_if("IS_ANY_EVENT_BY_SE_VALUE_76AD9A45"), 0) as "COUNT_ANY_EVENT_BY_SE_VALUE_30745368",
  nullif(count_if("IS_ANY_EVENT_BY_SE_VALUE_48D8971B"), 0) as "COUNT_ANY_EVENT_BY_SE_VALUE_515C69B9",
  nullif(count_if("IS_ANY_EVENT_BY_SE_VALUE_4B71DFF1"), 0) as "COUNT_ANY_EVENT_BY_SE_VALUE_F5A64FC8",
  nullif(count_if("IS_PAGE_VIEW_BY_PAGE_URLPATH_A0A9515E"), 0) as "COUNT_PAGE_VIEW_BY_PAGE_URLPATH_649BEA5C",
  nullif(count_if("IS_PAGE_VIEW_6CEBE55B"), 0) as "COUNT_PAGE_VIEW_EF75C893",
  nullif(count_if("IS_PURCHASE_2F589707"), 0) as "COUNT_PURCHASE_6544B52E"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_4E469639" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
