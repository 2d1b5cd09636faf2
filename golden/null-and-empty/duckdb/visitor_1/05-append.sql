-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_1d65b150, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events
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
    "count_any_event_by_address_adc47209",
    "count_any_event_by_items_596a4e75",
    "count_any_event_by_items_fe4704f8",
    "count_any_event_by_lines_623204b2",
    "count_any_event_by_note_067c669f",
    "first_items_cd3bae57",
    "last_address_36b8ebc6",
    "last_items_d0a192e8",
    "last_lines_5e12534d",
    "last_note_2bf7b18a",
    "last_tags_af81bd14"
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
      "e"."address_object_04dccef3",
      "e"."is_any_event_by_address_329f75e5",
      "e"."is_any_event_by_items_7e7fbe96",
      "e"."is_any_event_by_items_b0bff2cf",
      "e"."is_any_event_by_lines_ab788e6e",
      "e"."is_any_event_by_note_6198ae1b",
      "e"."items_text_dac28086",
      "e"."lines_text_e1d6c13e",
      "e"."note_text_fc53b3ff",
      "e"."tags_text_a74b0b40"
    from
      "sbe_events_1d65b150" as "e"
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
  nullif(count_if("is_any_event_by_address_329f75e5"), 0) as "count_any_event_by_address_adc47209",
  nullif(count_if("is_any_event_by_items_7e7fbe96"), 0) as "count_any_event_by_items_596a4e75",
  nullif(count_if("is_any_event_by_items_b0bff2cf"), 0) as "count_any_event_by_items_fe4704f8",
  nullif(count_if("is_any_event_by_lines_ab788e6e"), 0) as "count_any_event_by_lines_623204b2",
  nullif(count_if("is_any_event_by_note_6198ae1b"), 0) as "count_any_event_by_note_067c669f",
  min(
    if(
      "items_text_dac28086" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "items_text_dac28086"},
      null
    )
  ) as "first_items_cd3bae57",
  max(
    if(
      "address_object_04dccef3" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "address_object_04dccef3"},
      null
    )
  ) as "last_address_36b8ebc6",
  max(
    if(
      "items_text_dac28086" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "items_text_dac28086"},
      null
    )
  ) as "last_items_d0a192e8",
  max(
    if(
      "lines_text_e1d6c13e" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "lines_text_e1d6c13e"},
      null
    )
  ) as "last_lines_5e12534d",
  max(
    if(
      "note_text_fc53b3ff" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "note_text_fc53b3ff"},
      null
    )
  ) as "last_note_2bf7b18a",
  max(
    if(
      "tags_text_a74b0b40" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "tags_text_a74b0b40"},
      null
    )
  ) as "last_tags_af81bd14"
from
  "fresh_events"
group by
  "key",
  "bucket";

-- value_aggregates
insert into
  "signals_derived"."visitor_1_value_aggregates" ("segment", "key", "bucket", "state", "value", "n", "last_order")
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
      "e"."event_id",
      "e"."derived_tstamp",
      "e"."items_text_dac28086"
    from
      "sbe_events_1d65b150" as "e"
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
  cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
  'values_items_ff405ed9' as "state",
  "items_text_dac28086" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "items_text_dac28086" is not null
group by
  "key",
  "items_text_dac28086";

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
  "sbe_events_1d65b150" as "e"
  left join "counted_events" as "c" on "c"."event_id" = "e"."event_id"
  and "c"."load_tstamp" >= "e"."load_tstamp" - interval 5 day
  and "c"."load_tstamp" <= "e"."load_tstamp" + interval 5 day
where
  "e"."stage_id" = $stage_id
  and "e"."key_domain_userid_b6213cab" is not null
  and "e"."event_id" is not null
  and "e"."load_tstamp" > cast($remember_since as timestamp)
  and "c"."event_id" is null;
