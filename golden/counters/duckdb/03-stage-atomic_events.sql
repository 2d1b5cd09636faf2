-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_4e469639
-- parameters:
--   hi        the window ends with this load time
--   lo        the window begins after this load time
--   since     events loaded after this time are read: the window less the overlap
--   stage_id  a new random id for every scan

-- newest_load
select
  max("e"."load_tstamp") as "newest_load",
  max(if("e"."load_tstamp" is null, "e"."collector_tstamp", null)) as "newest_without_load"
from
  "atomic"."events" as "e"
where
  (
    "e"."load_tstamp" > cast($lo as timestamp)
    and "e"."load_tstamp" <= cast($hi as timestamp)
  )
  or (
    "e"."load_tstamp" is null
    and "e"."collector_tstamp" > cast($lo as timestamp)
    and "e"."collector_tstamp" <= cast($hi as timestamp)
  );

-- first_load
select
  min("e"."load_tstamp") as "first_load",
  min(if("e"."load_tstamp" is null, "e"."collector_tstamp", null)) as "first_without_load"
from
  "atomic"."events" as "e"
where
  (
    "e"."load_tstamp" >= cast('1970-01-01T00:00:00Z' as timestamp)
    and "e"."load_tstamp" <= cast($hi as timestamp)
  )
  or (
    "e"."load_tstamp" is null
    and "e"."collector_tstamp" >= cast('1970-01-01T00:00:00Z' as timestamp)
    and "e"."collector_tstamp" <= cast($hi as timestamp)
  );

-- next_load
select
  min("e"."load_tstamp") as "first_load",
  min(if("e"."load_tstamp" is null, "e"."collector_tstamp", null)) as "first_without_load"
from
  "atomic"."events" as "e"
where
  (
    "e"."load_tstamp" > cast($lo as timestamp)
    and "e"."load_tstamp" <= cast($hi as timestamp)
  )
  or (
    "e"."load_tstamp" is null
    and "e"."collector_tstamp" > cast($lo as timestamp)
    and "e"."collector_tstamp" <= cast($hi as timestamp)
  );

-- loads_by_day
with
  "load_days" as (
    select
      date_trunc('day', coalesce("e"."load_tstamp", "e"."collector_tstamp")) as "load_day"
    from
      "atomic"."events" as "e"
    where
      (
        (
          "e"."load_tstamp" > cast($lo as timestamp)
          and "e"."load_tstamp" <= cast($hi as timestamp)
        )
        or "e"."load_tstamp" is null
      )
      and (
        "e"."load_tstamp" is not null
        or (
          "e"."collector_tstamp" > cast($lo as timestamp)
          and "e"."collector_tstamp" <= cast($hi as timestamp)
        )
      )
  )
select
  "load_day",
  count(*) as "row_count"
from
  "load_days"
group by
  "load_day"
order by
  "load_day";

-- unloaded
select
  count(*) as "row_count"
from
  "atomic"."events" as "e"
where
  "e"."load_tstamp" is null
  and "e"."collector_tstamp" is null;

-- create
create temporary table if not exists "sbe_events_4e469639" (
  "stage_id" varchar,
  "staged_at" timestamp,
  "event_id" varchar,
  "load_tstamp" timestamp,
  "derived_tstamp" timestamp,
  "key_domain_userid_b6213cab" varchar,
  "is_any_event_by_br_cookies_02fe1c22" boolean,
  "is_any_event_by_derived_tstamp_339ffee9" boolean,
  "is_any_event_by_geo_country_19bc9479" boolean,
  "is_any_event_by_geo_country_35094448" boolean,
  "is_any_event_by_geo_country_3f4baf12" boolean,
  "is_any_event_by_geo_country_by_se_value_a0b5a398" boolean,
  "is_any_event_by_geo_country_d0bf082a" boolean,
  "is_any_event_by_geo_country_f6be5f3b" boolean,
  "is_any_event_by_se_value_48d8971b" boolean,
  "is_any_event_by_se_value_4b71dff1" boolean,
  "is_any_event_by_se_value_76ad9a45" boolean,
  "is_any_event_by_se_value_9dc09079" boolean,
  "is_page_view_6cebe55b" boolean,
  "is_page_view_by_page_urlpath_a0a9515e" boolean,
  "is_purchase_2f589707" boolean
);

-- scan
insert into
  "sbe_events_4e469639" (
    "stage_id",
    "staged_at",
    "event_id",
    "load_tstamp",
    "derived_tstamp",
    "key_domain_userid_b6213cab",
    "is_any_event_by_br_cookies_02fe1c22",
    "is_any_event_by_derived_tstamp_339ffee9",
    "is_any_event_by_geo_country_19bc9479",
    "is_any_event_by_geo_country_35094448",
    "is_any_event_by_geo_country_3f4baf12",
    "is_any_event_by_geo_country_by_se_value_a0b5a398",
    "is_any_event_by_geo_country_d0bf082a",
    "is_any_event_by_geo_country_f6be5f3b",
    "is_any_event_by_se_value_48d8971b",
    "is_any_event_by_se_value_4b71dff1",
    "is_any_event_by_se_value_76ad9a45",
    "is_any_event_by_se_value_9dc09079",
    "is_page_view_6cebe55b",
    "is_page_view_by_page_urlpath_a0a9515e",
    "is_purchase_2f589707"
  )
with
  "window_events" as (
    select
      "e"."event_id",
      coalesce("e"."load_tstamp", "e"."collector_tstamp") as "load_tstamp",
      "e"."derived_tstamp",
      "e"."collector_tstamp",
      "e"."br_cookies",
      "e"."domain_userid",
      "e"."event_name",
      "e"."geo_country",
      "e"."page_urlpath",
      "e"."se_value"
    from
      "atomic"."events" as "e"
    where
      (
        (
          "e"."load_tstamp" > cast($since as timestamp)
          and "e"."load_tstamp" <= cast($hi as timestamp)
        )
        or "e"."load_tstamp" is null
      )
      and (
        "e"."load_tstamp" is not null
        or (
          "e"."collector_tstamp" > cast($since as timestamp)
          and "e"."collector_tstamp" <= cast($hi as timestamp)
        )
      )
      and (
        "e"."event_id" is not null
        or coalesce("e"."load_tstamp", "e"."collector_tstamp") > cast($lo as timestamp)
      )
  ),
  "matching_events" as (
    select
      "event_id",
      "load_tstamp",
      "derived_tstamp",
      "collector_tstamp",
      "domain_userid" as "key_domain_userid_b6213cab",
      coalesce("br_cookies" = true, false) as "is_any_event_by_br_cookies_02fe1c22",
      coalesce("derived_tstamp" >= cast('2024-03-12T00:00:00.000000Z' as timestamp), false) as "is_any_event_by_derived_tstamp_339ffee9",
      "geo_country" is not null as "is_any_event_by_geo_country_19bc9479",
      "geo_country" is distinct from 'SE' as "is_any_event_by_geo_country_35094448",
      "geo_country" is null as "is_any_event_by_geo_country_3f4baf12",
      coalesce(
        "geo_country" in ('DK', 'SE')
        and (
          sbe_finite("se_value") > 10e0
          or "page_urlpath" like '/product/%'
        ),
        false
      ) as "is_any_event_by_geo_country_by_se_value_a0b5a398",
      coalesce("geo_country" in ('DK', 'NO', 'SE'), false) as "is_any_event_by_geo_country_d0bf082a",
      coalesce("geo_country" = 'SE', false) as "is_any_event_by_geo_country_f6be5f3b",
      coalesce(sbe_finite("se_value") < 10e0, false) as "is_any_event_by_se_value_48d8971b",
      coalesce(sbe_finite("se_value") >= 10e0, false) as "is_any_event_by_se_value_4b71dff1",
      coalesce(sbe_finite("se_value") <= 10e0, false) as "is_any_event_by_se_value_76ad9a45",
      coalesce(sbe_finite("se_value") > 10e0, false) as "is_any_event_by_se_value_9dc09079",
      coalesce("event_name" = 'page_view', false) as "is_page_view_6cebe55b",
      coalesce(
        "event_name" = 'page_view'
        and "page_urlpath" like '/product/%',
        false
      ) as "is_page_view_by_page_urlpath_a0a9515e",
      coalesce("event_name" = 'purchase', false) as "is_purchase_2f589707"
    from
      "window_events"
  )
select
  $stage_id as "stage_id",
  (now() at time zone 'UTC') as "staged_at",
  "event_id",
  "load_tstamp",
  "derived_tstamp",
  "key_domain_userid_b6213cab",
  "is_any_event_by_br_cookies_02fe1c22",
  "is_any_event_by_derived_tstamp_339ffee9",
  "is_any_event_by_geo_country_19bc9479",
  "is_any_event_by_geo_country_35094448",
  "is_any_event_by_geo_country_3f4baf12",
  "is_any_event_by_geo_country_by_se_value_a0b5a398",
  "is_any_event_by_geo_country_d0bf082a",
  "is_any_event_by_geo_country_f6be5f3b",
  "is_any_event_by_se_value_48d8971b",
  "is_any_event_by_se_value_4b71dff1",
  "is_any_event_by_se_value_76ad9a45",
  "is_any_event_by_se_value_9dc09079",
  "is_page_view_6cebe55b",
  "is_page_view_by_page_urlpath_a0a9515e",
  "is_purchase_2f589707"
from
  "matching_events"
qualify
  "event_id" is null
  or row_number() over (
    partition by
      "event_id"
    order by
      "load_tstamp" nulls last,
      "derived_tstamp" nulls last,
      "collector_tstamp" nulls last
  ) = 1
  or "load_tstamp" > lag("load_tstamp") over (
    partition by
      "event_id"
    order by
      "load_tstamp" nulls last,
      "derived_tstamp" nulls last,
      "collector_tstamp" nulls last
  ) + interval 5 day;

-- narrow
delete from "sbe_events_4e469639"
where
  "stage_id" = $stage_id
  and "load_tstamp" <= cast($lo as timestamp);

-- count
select
  count(*) as "row_count",
  count_if("load_tstamp" > cast($lo as timestamp)) as "visitor_1_events",
  count_if(
    "load_tstamp" > cast($lo as timestamp)
    and "derived_tstamp" is null
  ) as "visitor_1_without_derived_tstamp",
  count_if(
    "load_tstamp" > cast($lo as timestamp)
    and "key_domain_userid_b6213cab" is null
  ) as "visitor_1_without_key"
from
  "sbe_events_4e469639"
where
  "stage_id" = $stage_id;

-- clear
delete from "sbe_events_4e469639"
where
  "stage_id" = $stage_id;
