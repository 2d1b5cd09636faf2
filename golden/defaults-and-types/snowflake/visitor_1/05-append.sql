-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_32d6043b, visitor_1_seen_events
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
    "COUNT_PURCHASE_6544B52E",
    "LAST_SE_LABEL_11CEB8F1",
    "LAST_SE_LABEL_2C38A6E0",
    "LAST_SE_LABEL_461FB935",
    "LAST_SE_LABEL_6C9C43B6",
    "LAST_SE_LABEL_8CA5F092",
    "LAST_SE_LABEL_92DF76EF",
    "LAST_SE_LABEL_9CEC708C",
    "LAST_SE_LABEL_9F483D69",
    "LAST_SE_LABEL_C0171453",
    "LAST_SE_LABEL_EB34BF71",
    "LAST_SE_LABEL_EECE86D7",
    "LAST_SE_LABEL_FD842A55",
    "SUM_SE_LABEL_36B02D09"
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
      "E"."IS_PURCHASE_2F589707",
      "E"."SE_LABEL_BOOLEAN_BB36F9D3",
      "E"."SE_LABEL_DECIMAL_C0E78D06",
      "E"."SE_LABEL_DOUBLE_3C5DD576",
      "E"."SE_LABEL_INTEGER_09A06668",
      "E"."SE_LABEL_OBJECT_9AF77E05",
      "E"."SE_LABEL_TEXT_50C48683",
      "E"."SE_LABEL_TIMESTAMP_70E99A5F"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_32D6043B" as "E"
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
  nullif(count_if("IS_PURCHASE_2F589707"), 0) as "COUNT_PURCHASE_6544B52E",
  max(
    iff(
      "SE_LABEL_DOUBLE_3C5DD576" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_DOUBLE_3C5DD576",
      null
    )
  ) as "LAST_SE_LABEL_11CEB8F1",
  max(
    iff(
      "SE_LABEL_TEXT_50C48683" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_TEXT_50C48683",
      null
    )
  ) as "LAST_SE_LABEL_2C38A6E0",
  max(
    iff(
      "IS_PURCHASE_2F589707"
      and "SE_LABEL_TEXT_50C48683" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_TEXT_50C48683",
      null
    )
  ) as "LAST_SE_LABEL_461FB935",
  max(
    iff(
      "SE_LABEL_OBJECT_9AF77E05" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_OBJECT_9AF77E05",
      null
    )
  ) as "LAST_SE_LABEL_6C9C43B6",
  max(
    iff(
      "SE_LABEL_INTEGER_09A06668" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_INTEGER_09A06668",
      null
    )
  ) as "LAST_SE_LABEL_8CA5F092",
  max(
    iff(
      "SE_LABEL_BOOLEAN_BB36F9D3" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_BOOLEAN_BB36F9D3",
      null
    )
  ) as "LAST_SE_LABEL_92DF76EF",
  max(
    iff(
      "IS_PURCHASE_2F589707"
      and "SE_LABEL_TIMESTAMP_70E99A5F" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_TIMESTAMP_70E99A5F",
      null
    )
  ) as "LAST_SE_LABEL_9CEC708C",
  max(
    iff(
      "IS_PURCHASE_2F589707"
      and "SE_LABEL_INTEGER_09A06668" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_INTEGER_09A06668",
      null
    )
  ) as "LAST_SE_LABEL_9F483D69",
  max(
    iff(
      "IS_PURCHASE_2F589707"
      and "SE_LABEL_BOOLEAN_BB36F9D3" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_BOOLEAN_BB36F9D3",
      null
    )
  ) as "LAST_SE_LABEL_C0171453",
  max(
    iff(
      "IS_PURCHASE_2F589707"
      and "SE_LABEL_OBJECT_9AF77E05" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_OBJECT_9AF77E05",
      null
    )
  ) as "LAST_SE_LABEL_EB34BF71",
  max(
    iff(
      "SE_LABEL_TIMESTAMP_70E99A5F" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_TIMESTAMP_70E99A5F",
      null
    )
  ) as "LAST_SE_LABEL_EECE86D7",
  max(
    iff(
      "IS_PURCHASE_2F589707"
      and "SE_LABEL_DOUBLE_3C5DD576" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "SE_LABEL_DOUBLE_3C5DD576",
      null
    )
  ) as "LAST_SE_LABEL_FD842A55",
  sum("SE_LABEL_DECIMAL_C0E78D06") as "SUM_SE_LABEL_36B02D09"
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
      "E"."IS_PURCHASE_2F589707",
      "E"."SE_LABEL_BOOLEAN_BB36F9D3",
      "E"."SE_LABEL_DOUBLE_3C5DD576",
      "E"."SE_LABEL_INT32_43D395CE",
      "E"."SE_LABEL_INT64_1B245F77",
      "E"."SE_LABEL_TEXT_50C48683",
      "E"."SE_LABEL_TIMESTAMP_70E99A5F"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_32D6043B" as "E"
      left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
      and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
      and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
    where
      "E"."STAGE_ID" = :4
      and "E"."IS_PURCHASE_2F589707"
      and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
      and "E"."DERIVED_TSTAMP" is not null
      and "C"."EVENT_ID" is null
  )
select
  :2 as "SEGMENT",
  "KEY",
  cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "BUCKET",
  'values_se_label_0e4f8436' as "STATE",
  "SE_LABEL_DOUBLE_3C5DD576" as "VALUE",
  count(*) as "N",
  max(to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_')) as "LAST_ORDER"
from
  "FRESH_EVENTS"
where
  "IS_PURCHASE_2F589707"
  and "SE_LABEL_DOUBLE_3C5DD576" is not null
group by
  "KEY",
  "SE_LABEL_DOUBLE_3C5DD576"
union all
select
  :2 as "SEGMENT",
  "KEY",
  cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "BUCKET",
  'values_se_label_278b84ff' as "STATE",
  "SE_LABEL_BOOLEAN_BB36F9D3" as "VALUE",
  count(*) as "N",
  max(to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_')) as "LAST_ORDER"
from
  "FRESH_EVENTS"
where
  "IS_PURCHASE_2F589707"
  and "SE_LABEL_BOOLEAN_BB36F9D3" is not null
group by
  "KEY",
  "SE_LABEL_BOOLEAN_BB36F9D3"
union all
select
  :2 as "SEGMENT",
  "KEY",
  cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "BUCKET",
  'values_se_label_29def334' as "STATE",
  "SE_LABEL_INT64_1B245F77" as "VALUE",
  count(*) as "N",
  max(to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_')) as "LAST_ORDER"
from
  "FRESH_EVENTS"
where
  "IS_PURCHASE_2F589707"
  and "SE_LABEL_INT64_1B245F77" is not null
group by
  "KEY",
  "SE_LABEL_INT64_1B245F77"
union all
select
  :2 as "SEGMENT",
  "KEY",
  cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "BUCKET",
  'values_se_label_2bf9171b' as "STATE",
  "SE_LABEL_INT32_43D395CE" as "VALUE",
  count(*) as "N",
  max(to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_')) as "LAST_ORDER"
from
  "FRESH_EVENTS"
where
  "IS_PURCHASE_2F589707"
  and "SE_LABEL_INT32_43D395CE" is not null
group by
  "KEY",
  "SE_LABEL_INT32_43D395CE"
union all
select
  :2 as "SEGMENT",
  "KEY",
  cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "BUCKET",
  'values_se_label_797c4b79' as "STATE",
  "SE_LABEL_TIMESTAMP_70E99A5F" as "VALUE",
  count(*) as "N",
  max(to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_')) as "LAST_ORDER"
from
  "FRESH_EVENTS"
where
  "IS_PURCHASE_2F589707"
  and "SE_LABEL_TIMESTAMP_70E99A5F" is not null
group by
  "KEY",
  "SE_LABEL_TIMESTAMP_70E99A5F"
union all
select
  :2 as "SEGMENT",
  "KEY",
  cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "BUCKET",
  'values_se_label_9e3f03cb' as "STATE",
  "SE_LABEL_TEXT_50C48683" as "VALUE",
  count(*) as "N",
  max(to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_')) as "LAST_ORDER"
from
  "FRESH_EVENTS"
where
  "IS_PURCHASE_2F589707"
  and "SE_LABEL_TEXT_50C48683" is not null
group by
  "KEY",
  "SE_LABEL_TEXT_50C48683";

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
  "SIGNALS_SCRATCH"."SBE_EVENTS_32D6043B" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
