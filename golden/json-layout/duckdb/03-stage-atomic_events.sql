-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_3affad44
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
create temporary table if not exists "sbe_events_3affad44" (
  "stage_id" varchar,
  "staged_at" timestamp,
  "event_id" varchar,
  "load_tstamp" timestamp,
  "derived_tstamp" timestamp,
  "key_domain_userid_b6213cab" varchar,
  "is_any_event_by_isgift_by_total_e5222816" boolean,
  "couponcode_text_56490aa6" varchar,
  "delivery_object_356a1977" varchar,
  "delivery_text_526b71e3" varchar,
  "id_text_d72cffda" varchar,
  "isgift_boolean_48754fca" varchar,
  "total_decimal_2bef8902" decimal(38, 9),
  "total_text_91d32b71" varchar
);

-- scan
insert into
  "sbe_events_3affad44" (
    "stage_id",
    "staged_at",
    "event_id",
    "load_tstamp",
    "derived_tstamp",
    "key_domain_userid_b6213cab",
    "is_any_event_by_isgift_by_total_e5222816",
    "couponcode_text_56490aa6",
    "delivery_object_356a1977",
    "delivery_text_526b71e3",
    "id_text_d72cffda",
    "isgift_boolean_48754fca",
    "total_decimal_2bef8902",
    "total_text_91d32b71"
  )
with
  "window_events" as (
    select
      "e"."event_id",
      coalesce("e"."load_tstamp", "e"."collector_tstamp") as "load_tstamp",
      "e"."derived_tstamp",
      "e"."collector_tstamp",
      ("e"."contexts_com_acme_product_1" -> '$[1]."id"') as "acme_product_id",
      "e"."domain_userid",
      ("e"."unstruct_event_com_acme_order_1" -> '$."couponCode"') as "acme_order_couponcode",
      ("e"."unstruct_event_com_acme_order_1" -> '$."delivery"') as "acme_order_delivery",
      ("e"."unstruct_event_com_acme_order_1" -> '$."isGift"') as "acme_order_isgift",
      ("e"."unstruct_event_com_acme_order_1" -> '$."total"') as "acme_order_total"
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
      coalesce(
        sbe_boolean(("acme_order_isgift" ->> '$')) = true
        or sbe_double(("acme_order_total" ->> '$')) > 15e0,
        false
      ) as "is_any_event_by_isgift_by_total_e5222816",
      sbe_json_text("acme_order_couponcode") as "couponcode_text_56490aa6",
      sbe_object(("acme_order_delivery" ->> '$')) as "delivery_object_356a1977",
      sbe_json_text("acme_order_delivery") as "delivery_text_526b71e3",
      sbe_json_text("acme_product_id") as "id_text_d72cffda",
      cast(sbe_boolean(("acme_order_isgift" ->> '$')) as varchar) as "isgift_boolean_48754fca",
      sbe_decimal(("acme_order_total" ->> '$')) as "total_decimal_2bef8902",
      sbe_json_text("acme_order_total") as "total_text_91d32b71"
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
  "is_any_event_by_isgift_by_total_e5222816",
  "couponcode_text_56490aa6",
  "delivery_object_356a1977",
  "delivery_text_526b71e3",
  "id_text_d72cffda",
  "isgift_boolean_48754fca",
  "total_decimal_2bef8902",
  "total_text_91d32b71"
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
delete from "sbe_events_3affad44"
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
  "sbe_events_3affad44"
where
  "stage_id" = $stage_id;

-- clear
delete from "sbe_events_3affad44"
where
  "stage_id" = $stage_id;
