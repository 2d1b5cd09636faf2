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

-- aggregates
insert into
  "signals_derived"."visitor_1_aggregates" (
    "segment",
    "key",
    "bucket",
    "count_acme_event_d5c72e46",
    "count_any_event_04a949ec",
    "count_any_event_9d1514e5",
    "count_buy_afe8a863",
    "count_buy_b0b6d95c",
    "count_buy_d4242d26",
    "count_buy_fdf0667d",
    "count_buy_or_sell_a17f4a50"
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
      "e"."is_acme_event_55eeab11",
      "e"."is_any_event_6c6d8500",
      "e"."is_buy_3f4d0ff6",
      "e"."is_buy_64c53559",
      "e"."is_buy_aaa1cbdd",
      "e"."is_buy_d2bccc48",
      "e"."is_buy_or_sell_33adb9b0"
    from
      "sbe_events_cc1baad1" as "e"
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
  nullif(count_if("is_acme_event_55eeab11"), 0) as "count_acme_event_d5c72e46",
  count(*) as "count_any_event_04a949ec",
  nullif(count_if("is_any_event_6c6d8500"), 0) as "count_any_event_9d1514e5",
  nullif(count_if("is_buy_64c53559"), 0) as "count_buy_afe8a863",
  nullif(count_if("is_buy_3f4d0ff6"), 0) as "count_buy_b0b6d95c",
  nullif(count_if("is_buy_d2bccc48"), 0) as "count_buy_d4242d26",
  nullif(count_if("is_buy_aaa1cbdd"), 0) as "count_buy_fdf0667d",
  nullif(count_if("is_buy_or_sell_33adb9b0"), 0) as "count_buy_or_sell_a17f4a50"
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
  "sbe_events_cc1baad1" as "e"
  left join "counted_events" as "c" on "c"."event_id" = "e"."event_id"
  and "c"."load_tstamp" >= "e"."load_tstamp" - interval 5 day
  and "c"."load_tstamp" <= "e"."load_tstamp" + interval 5 day
where
  "e"."stage_id" = $stage_id
  and "e"."key_domain_userid_b6213cab" is not null
  and "e"."event_id" is not null
  and "e"."load_tstamp" > cast($remember_since as timestamp)
  and "c"."event_id" is null;
