-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_b1fb09af, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_seen_events
-- parameters:
--   oldest_day      no window reaches days before this one
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
    "count_add_to_cart_66be2cf4",
    "count_any_event_04a949ec",
    "count_any_event_by_mkt_medium_bd9217f6",
    "count_page_view_ef75c893",
    "first_derived_tstamp_ec1baa72",
    "first_mkt_campaign_2d9dfe67",
    "first_page_urlpath_1b64fe0b",
    "last_br_cookies_20f44a36",
    "last_page_urlpath_956e4868",
    "last_page_urlpath_bd0e1278",
    "last_se_value_03466d5f"
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
      case
        when "e"."derived_tstamp" >= cast($oldest_day as timestamp) then date_trunc('day', "e"."derived_tstamp")
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as "bucket",
      "e"."event_id",
      "e"."derived_tstamp",
      "e"."br_cookies_boolean_f06b5fa2",
      "e"."derived_tstamp_timestamp_bb008aee",
      "e"."is_add_to_cart_91822160",
      "e"."is_any_event_by_mkt_medium_391742d2",
      "e"."is_page_view_6cebe55b",
      "e"."mkt_campaign_text_a1f7570a",
      "e"."page_urlpath_text_db96dd25",
      "e"."se_value_double_08cdaa7f"
    from
      "sbe_events_b1fb09af" as "e"
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
  nullif(count_if("is_add_to_cart_91822160"), 0) as "count_add_to_cart_66be2cf4",
  count(*) as "count_any_event_04a949ec",
  nullif(count_if("is_any_event_by_mkt_medium_391742d2"), 0) as "count_any_event_by_mkt_medium_bd9217f6",
  nullif(count_if("is_page_view_6cebe55b"), 0) as "count_page_view_ef75c893",
  min(
    if(
      "derived_tstamp_timestamp_bb008aee" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "derived_tstamp_timestamp_bb008aee"},
      null
    )
  ) as "first_derived_tstamp_ec1baa72",
  min(
    if(
      "is_any_event_by_mkt_medium_391742d2"
      and "mkt_campaign_text_a1f7570a" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "mkt_campaign_text_a1f7570a"},
      null
    )
  ) as "first_mkt_campaign_2d9dfe67",
  min(
    if(
      "is_page_view_6cebe55b"
      and "page_urlpath_text_db96dd25" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "page_urlpath_text_db96dd25"},
      null
    )
  ) as "first_page_urlpath_1b64fe0b",
  max(
    if(
      "br_cookies_boolean_f06b5fa2" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "br_cookies_boolean_f06b5fa2"},
      null
    )
  ) as "last_br_cookies_20f44a36",
  max(
    if(
      "is_page_view_6cebe55b"
      and "page_urlpath_text_db96dd25" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "page_urlpath_text_db96dd25"},
      null
    )
  ) as "last_page_urlpath_956e4868",
  max(
    if(
      "is_add_to_cart_91822160"
      and "page_urlpath_text_db96dd25" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "page_urlpath_text_db96dd25"},
      null
    )
  ) as "last_page_urlpath_bd0e1278",
  max(
    if(
      "is_add_to_cart_91822160"
      and "se_value_double_08cdaa7f" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_value_double_08cdaa7f"},
      null
    )
  ) as "last_se_value_03466d5f"
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
  "sbe_events_b1fb09af" as "e"
  left join "counted_events" as "c" on "c"."event_id" = "e"."event_id"
  and "c"."load_tstamp" >= "e"."load_tstamp" - interval 5 day
  and "c"."load_tstamp" <= "e"."load_tstamp" + interval 5 day
where
  "e"."stage_id" = $stage_id
  and "e"."key_domain_userid_b6213cab" is not null
  and "e"."event_id" is not null
  and "e"."load_tstamp" > cast($remember_since as timestamp)
  and "c"."event_id" is null;
