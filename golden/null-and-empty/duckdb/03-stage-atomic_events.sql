-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1, basket_1: of the copies of
-- an event the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_1d65b150
-- parameters:
--   hi        the window ends with this load time
--   lo        the window begins after this load time
--   since     events loaded after this time are read: the window less the overlap
--   stage_id  a new random id for every scan

-- newest_load
select
  max("e"."load_tstamp") as "newest_load",
  cast(null as timestamp) as "newest_without_load"
from
  "atomic"."events" as "e"
where
  "e"."load_tstamp" > cast($lo as timestamp)
  and "e"."load_tstamp" <= cast($hi as timestamp);

-- first_load
select
  min("e"."load_tstamp") as "first_load",
  cast(null as timestamp) as "first_without_load"
from
  "atomic"."events" as "e"
where
  "e"."load_tstamp" >= cast('1970-01-01T00:00:00Z' as timestamp)
  and "e"."load_tstamp" <= cast($hi as timestamp);

-- next_load
select
  min("e"."load_tstamp") as "first_load",
  cast(null as timestamp) as "first_without_load"
from
  "atomic"."events" as "e"
where
  "e"."load_tstamp" > cast($lo as timestamp)
  and "e"."load_tstamp" <= cast($hi as timestamp);

-- loads_by_day
with
  "load_days" as (
    select
      date_trunc('day', "e"."load_tstamp") as "load_day"
    from
      "atomic"."events" as "e"
    where
      "e"."load_tstamp" > cast($lo as timestamp)
      and "e"."load_tstamp" <= cast($hi as timestamp)
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
  "e"."load_tstamp" is null;

-- create
create temporary table if not exists "sbe_events_1d65b150" (
  "stage_id" varchar,
  "staged_at" timestamp,
  "event_id" varchar,
  "load_tstamp" timestamp,
  "derived_tstamp" timestamp,
  "key_domain_userid_b6213cab" varchar,
  "key_lines_8a9dc5a0" varchar,
  "is_any_event_by_address_329f75e5" boolean,
  "is_any_event_by_items_7e7fbe96" boolean,
  "is_any_event_by_items_b0bff2cf" boolean,
  "is_any_event_by_lines_ab788e6e" boolean,
  "is_any_event_by_note_6198ae1b" boolean,
  "address_object_04dccef3" varchar,
  "items_text_dac28086" varchar,
  "lines_text_e1d6c13e" varchar,
  "note_text_fc53b3ff" varchar,
  "tags_text_a74b0b40" varchar
);

-- scan
insert into
  "sbe_events_1d65b150" (
    "stage_id",
    "staged_at",
    "event_id",
    "load_tstamp",
    "derived_tstamp",
    "key_domain_userid_b6213cab",
    "key_lines_8a9dc5a0",
    "is_any_event_by_address_329f75e5",
    "is_any_event_by_items_7e7fbe96",
    "is_any_event_by_items_b0bff2cf",
    "is_any_event_by_lines_ab788e6e",
    "is_any_event_by_note_6198ae1b",
    "address_object_04dccef3",
    "items_text_dac28086",
    "lines_text_e1d6c13e",
    "note_text_fc53b3ff",
    "tags_text_a74b0b40"
  )
with
  "window_events" as (
    select
      "e"."event_id",
      "e"."load_tstamp",
      "e"."derived_tstamp",
      cast(null as timestamp) as "collector_tstamp",
      "e"."contexts_com_acme_product_1" [1]."tags" as "acme_product_tags",
      "e"."domain_userid",
      "e"."unstruct_event_com_acme_basket_1"."address"."lines" as "acme_basket_lines",
      "e"."unstruct_event_com_acme_basket_1"."address" as "acme_basket_address",
      "e"."unstruct_event_com_acme_basket_1"."items" as "acme_basket_items",
      "e"."unstruct_event_com_acme_basket_1"."note" as "acme_basket_note"
    from
      "atomic"."events" as "e"
    where
      "e"."load_tstamp" > cast($since as timestamp)
      and "e"."load_tstamp" <= cast($hi as timestamp)
      and (
        "e"."event_id" is not null
        or "e"."load_tstamp" > cast($lo as timestamp)
      )
  ),
  "matching_events" as (
    select
      "event_id",
      "load_tstamp",
      "derived_tstamp",
      "collector_tstamp",
      "domain_userid" as "key_domain_userid_b6213cab",
      cast(to_json("acme_basket_lines") as varchar) as "key_lines_8a9dc5a0",
      cast(to_json("acme_basket_address") as varchar) is not null as "is_any_event_by_address_329f75e5",
      cast(to_json("acme_basket_items") as varchar) is null as "is_any_event_by_items_7e7fbe96",
      coalesce(cast(to_json("acme_basket_items") as varchar) in ('[]', 'null'), false) as "is_any_event_by_items_b0bff2cf",
      coalesce(cast(to_json("acme_basket_lines") as varchar) like '%', false) as "is_any_event_by_lines_ab788e6e",
      coalesce(sbe_json_text("acme_basket_note") = 'null', false) as "is_any_event_by_note_6198ae1b",
      sbe_object(cast(to_json("acme_basket_address") as varchar)) as "address_object_04dccef3",
      cast(to_json("acme_basket_items") as varchar) as "items_text_dac28086",
      cast(to_json("acme_basket_lines") as varchar) as "lines_text_e1d6c13e",
      sbe_json_text("acme_basket_note") as "note_text_fc53b3ff",
      cast(to_json("acme_product_tags") as varchar) as "tags_text_a74b0b40"
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
  "key_lines_8a9dc5a0",
  "is_any_event_by_address_329f75e5",
  "is_any_event_by_items_7e7fbe96",
  "is_any_event_by_items_b0bff2cf",
  "is_any_event_by_lines_ab788e6e",
  "is_any_event_by_note_6198ae1b",
  "address_object_04dccef3",
  "items_text_dac28086",
  "lines_text_e1d6c13e",
  "note_text_fc53b3ff",
  "tags_text_a74b0b40"
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
delete from "sbe_events_1d65b150"
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
  ) as "visitor_1_without_key",
  count_if("load_tstamp" > cast($lo as timestamp)) as "basket_1_events",
  count_if(
    "load_tstamp" > cast($lo as timestamp)
    and "derived_tstamp" is null
  ) as "basket_1_without_derived_tstamp",
  count_if(
    "load_tstamp" > cast($lo as timestamp)
    and "key_lines_8a9dc5a0" is null
  ) as "basket_1_without_key"
from
  "sbe_events_1d65b150"
where
  "stage_id" = $stage_id;

-- clear
delete from "sbe_events_1d65b150"
where
  "stage_id" = $stage_id;
