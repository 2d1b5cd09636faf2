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

-- aggregates
insert into
  "signals_derived"."visitor_1_aggregates" (
    "segment",
    "key",
    "bucket",
    "count_any_event_04a949ec",
    "count_any_event_by_br_cookies_ecf9a1cc",
    "count_any_event_by_derived_tstamp_e227bbad",
    "count_any_event_by_geo_country_0010287d",
    "count_any_event_by_geo_country_231a62e9",
    "count_any_event_by_geo_country_6a44d824",
    "count_any_event_by_geo_country_baf376b5",
    "count_any_event_by_geo_country_by_se_val_e888b8f6",
    "count_any_event_by_geo_country_e3f85d25",
    "count_any_event_by_se_value_1177c6f0",
    "count_any_event_by_se_value_30745368",
    "count_any_event_by_se_value_515c69b9",
    "count_any_event_by_se_value_f5a64fc8",
    "count_page_view_by_page_urlpath_649bea5c",
    "count_page_view_ef75c893",
    "count_purchase_6544b52e"
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
      "e"."is_any_event_by_br_cookies_02fe1c22",
      "e"."is_any_event_by_derived_tstamp_339ffee9",
      "e"."is_any_event_by_geo_country_19bc9479",
      "e"."is_any_event_by_geo_country_35094448",
      "e"."is_any_event_by_geo_country_3f4baf12",
      "e"."is_any_event_by_geo_country_by_se_value_a0b5a398",
      "e"."is_any_event_by_geo_country_d0bf082a",
      "e"."is_any_event_by_geo_country_f6be5f3b",
      "e"."is_any_event_by_se_value_48d8971b",
      "e"."is_any_event_by_se_value_4b71dff1",
      "e"."is_any_event_by_se_value_76ad9a45",
      "e"."is_any_event_by_se_value_9dc09079",
      "e"."is_page_view_6cebe55b",
      "e"."is_page_view_by_page_urlpath_a0a9515e",
      "e"."is_purchase_2f589707"
    from
      "sbe_events_4e469639" as "e"
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
  nullif(count_if("is_any_event_by_br_cookies_02fe1c22"), 0) as "count_any_event_by_br_cookies_ecf9a1cc",
  nullif(count_if("is_any_event_by_derived_tstamp_339ffee9"), 0) as "count_any_event_by_derived_tstamp_e227bbad",
  nullif(count_if("is_any_event_by_geo_country_35094448"), 0) as "count_any_event_by_geo_country_0010287d",
  nullif(count_if("is_any_event_by_geo_country_19bc9479"), 0) as "count_any_event_by_geo_country_231a62e9",
  nullif(count_if("is_any_event_by_geo_country_f6be5f3b"), 0) as "count_any_event_by_geo_country_6a44d824",
  nullif(count_if("is_any_event_by_geo_country_d0bf082a"), 0) as "count_any_event_by_geo_country_baf376b5",
  nullif(count_if("is_any_event_by_geo_country_by_se_value_a0b5a398"), 0) as "count_any_event_by_geo_country_by_se_val_e888b8f6",
  nullif(count_if("is_any_event_by_geo_country_3f4baf12"), 0) as "count_any_event_by_geo_country_e3f85d25",
  nullif(count_if("is_any_event_by_se_value_9dc09079"), 0) as "count_any_event_by_se_value_1177c6f0",
  nullif(count_if("is_any_event_by_se_value_76ad9a45"), 0) as "count_any_event_by_se_value_30745368",
  nullif(count_if("is_any_event_by_se_value_48d8971b"), 0) as "count_any_event_by_se_value_515c69b9",
  nullif(count_if("is_any_event_by_se_value_4b71dff1"), 0) as "count_any_event_by_se_value_f5a64fc8",
  nullif(count_if("is_page_view_by_page_urlpath_a0a9515e"), 0) as "count_page_view_by_page_urlpath_649bea5c",
  nullif(count_if("is_page_view_6cebe55b"), 0) as "count_page_view_ef75c893",
  nullif(count_if("is_purchase_2f589707"), 0) as "count_purchase_6544b52e"
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
  "sbe_events_4e469639" as "e"
  left join "counted_events" as "c" on "c"."event_id" = "e"."event_id"
  and "c"."load_tstamp" >= "e"."load_tstamp" - interval 5 day
  and "c"."load_tstamp" <= "e"."load_tstamp" + interval 5 day
where
  "e"."stage_id" = $stage_id
  and "e"."key_domain_userid_b6213cab" is not null
  and "e"."event_id" is not null
  and "e"."load_tstamp" > cast($remember_since as timestamp)
  and "c"."event_id" is null;
