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

-- aggregates
insert into
  "signals_derived"."visitor_1_aggregates" (
    "segment",
    "key",
    "bucket",
    "count_any_event_04a949ec",
    "count_any_event_by_unitprice_23611fec",
    "last_id_114a0fa6",
    "last_id_3dd6c180",
    "last_id_c5d08eae",
    "last_items_dd01966d",
    "last_sku_138875fb",
    "last_tags_acee89b2",
    "last_zipcode_b06d7e04",
    "max_unitprice_7454947d"
  )
with
  "counted_events" as (
    select
      "event_id",
      "load_tstamp"
    from
      "signals_scratch"."visitor_1_seen_events"
    where
      "segment" in (
        select
          unnest(string_split($seen, ','))
      )
      and "load_tstamp" >= cast($since as timestamp) - interval 5 day
  ),
  "fresh_events" as (
    select
      "e"."key_domain_userid_b6213cab" as "key",
      cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
      "e"."event_id",
      "e"."derived_tstamp",
      "e"."id_text_095a4a5b",
      "e"."id_text_31f70540",
      "e"."id_text_426c24da",
      "e"."is_any_event_by_unitprice_cb0f4caa",
      "e"."items_text_be7f128f",
      "e"."sku_text_65423641",
      "e"."tags_text_cf61e69c",
      "e"."unitprice_double_9502418b",
      "e"."zipcode_text_b77d0c88"
    from
      "sbe_events_b554f283" as "e"
      left join "counted_events" as "c" on "c"."event_id" = "e"."event_id"
      and "c"."load_tstamp" >= "e"."load_tstamp" - interval 5 day
      and "c"."load_tstamp" <= "e"."load_tstamp" + interval 5 day
    where
      "e"."stage_id" = $stage_id
      and "e"."key_domain_userid_b6213cab" is not null
      and "e"."derived_tstamp" is not null
      and "c"."event_id" is null
  )
select
  $segment as "segment",
  "key",
  "bucket",
  count(*) as "count_any_event_04a949ec",
  nullif(count_if("is_any_event_by_unitprice_cb0f4caa"), 0) as "count_any_event_by_unitprice_23611fec",
  max(
    if(
      "id_text_095a4a5b" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "id_text_095a4a5b"},
      null
    )
  ) as "last_id_114a0fa6",
  max(
    if(
      "id_text_426c24da" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "id_text_426c24da"},
      null
    )
  ) as "last_id_3dd6c180",
  max(
    if(
      "id_text_31f70540" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "id_text_31f70540"},
      null
    )
  ) as "last_id_c5d08eae",
  max(
    if(
      "items_text_be7f128f" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "items_text_be7f128f"},
      null
    )
  ) as "last_items_dd01966d",
  max(
    if(
      "sku_text_65423641" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "sku_text_65423641"},
      null
    )
  ) as "last_sku_138875fb",
  max(
    if(
      "tags_text_cf61e69c" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "tags_text_cf61e69c"},
      null
    )
  ) as "last_tags_acee89b2",
  max(
    if(
      "zipcode_text_b77d0c88" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "zipcode_text_b77d0c88"},
      null
    )
  ) as "last_zipcode_b06d7e04",
  max("unitprice_double_9502418b") as "max_unitprice_7454947d"
from
  "fresh_events"
group by
  "key",
  "bucket";

-- seen_events
insert into
  "signals_scratch"."visitor_1_seen_events" ("segment", "event_id", "load_tstamp")
with
  "counted_events" as (
    select
      "event_id",
      "load_tstamp"
    from
      "signals_scratch"."visitor_1_seen_events"
    where
      "segment" in (
        select
          unnest(string_split($seen, ','))
      )
      and "load_tstamp" >= cast($since as timestamp) - interval 5 day
  )
select
  $segment as "segment",
  "e"."event_id",
  "e"."load_tstamp"
from
  "sbe_events_b554f283" as "e"
  left join "counted_events" as "c" on "c"."event_id" = "e"."event_id"
  and "c"."load_tstamp" >= "e"."load_tstamp" - interval 5 day
  and "c"."load_tstamp" <= "e"."load_tstamp" + interval 5 day
where
  "e"."stage_id" = $stage_id
  and "e"."key_domain_userid_b6213cab" is not null
  and "e"."event_id" is not null
  and "e"."load_tstamp" > cast($remember_since as timestamp)
  and "c"."event_id" is null;
