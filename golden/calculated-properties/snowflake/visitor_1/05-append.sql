-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_1aa88031, visitor_1_seen_events
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
    "COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB",
    "FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616",
    "LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984",
    "LAST_MAX_PRICE_SHIPPING_3BA1A922",
    "LAST_MIN_PRICE_SHIPPING_B02753FD",
    "MAX_SUM_PRICE_SHIPPING_B6296650",
    "SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6"
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
      "E"."COALESCE_MKT_SOURCE_REFR_SOURCE_REFR_MED_A6363EDE",
      "E"."CONCAT_GEO_CITY_GEO_COUNTRY_TEXT_4B5BEC9A",
      "E"."IS_ANY_EVENT_BY_PRODUCT_PRICE_QUANTITY_82FED920",
      "E"."MAX_PRICE_SHIPPING_INTEGER_DA71958F",
      "E"."MIN_PRICE_SHIPPING_DOUBLE_7836CB02",
      "E"."PRODUCT_PRICE_QUANTITY_DECIMAL_D66E7ACB",
      "E"."SUM_PRICE_SHIPPING_DOUBLE_1224D8DF"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_1AA88031" as "E"
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
  nullif(count_if("IS_ANY_EVENT_BY_PRODUCT_PRICE_QUANTITY_82FED920"), 0) as "COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB",
  min(
    iff(
      "COALESCE_MKT_SOURCE_REFR_SOURCE_REFR_MED_A6363EDE" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "COALESCE_MKT_SOURCE_REFR_SOURCE_REFR_MED_A6363EDE",
      null
    )
  ) as "FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616",
  max(
    iff(
      "CONCAT_GEO_CITY_GEO_COUNTRY_TEXT_4B5BEC9A" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "CONCAT_GEO_CITY_GEO_COUNTRY_TEXT_4B5BEC9A",
      null
    )
  ) as "LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984",
  max(
    iff(
      "MAX_PRICE_SHIPPING_INTEGER_DA71958F" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "MAX_PRICE_SHIPPING_INTEGER_DA71958F",
      null
    )
  ) as "LAST_MAX_PRICE_SHIPPING_3BA1A922",
  max(
    iff(
      "MIN_PRICE_SHIPPING_DOUBLE_7836CB02" is not null,
      to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_') || ' ' || "MIN_PRICE_SHIPPING_DOUBLE_7836CB02",
      null
    )
  ) as "LAST_MIN_PRICE_SHIPPING_B02753FD",
  max("SUM_PRICE_SHIPPING_DOUBLE_1224D8DF") as "MAX_SUM_PRICE_SHIPPING_B6296650",
  sum("PRODUCT_PRICE_QUANTITY_DECIMAL_D66E7ACB") as "SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6"
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
      "E"."CONCAT_GEO_COUNTRY_GEO_CITY_TEXT_B8AA6554"
    from
      "SIGNALS_SCRATCH"."SBE_EVENTS_1AA88031" as "E"
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
  'values_concat_geo_country_geo_city_3927e6b6' as "STATE",
  "CONCAT_GEO_COUNTRY_GEO_CITY_TEXT_B8AA6554" as "VALUE",
  count(*) as "N",
  max(to_char("DERIVED_TSTAMP", 'YYYYMMDDHH24MISSFF6') || replace(coalesce("EVENT_ID", ''), ' ', '_')) as "LAST_ORDER"
from
  "FRESH_EVENTS"
where
  "CONCAT_GEO_COUNTRY_GEO_CITY_TEXT_B8AA6554" is not null
group by
  "KEY",
  "CONCAT_GEO_COUNTRY_GEO_CITY_TEXT_B8AA6554";

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
  "SIGNALS_SCRATCH"."SBE_EVENTS_1AA88031" as "E"
  left join "COUNTED_EVENTS" as "C" on "C"."EVENT_ID" = "E"."EVENT_ID"
  and "C"."LOAD_TSTAMP" >= dateadd(day, -5, "E"."LOAD_TSTAMP")
  and "C"."LOAD_TSTAMP" <= dateadd(day, 5, "E"."LOAD_TSTAMP")
where
  "E"."STAGE_ID" = :5
  and "E"."KEY_DOMAIN_USERID_B6213CAB" is not null
  and "E"."EVENT_ID" is not null
  and "E"."LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
  and "C"."EVENT_ID" is null;
