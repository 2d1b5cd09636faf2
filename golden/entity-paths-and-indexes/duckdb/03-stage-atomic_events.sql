-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_b554f283
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
create temporary table if not exists "sbe_events_b554f283" (
  "stage_id" varchar,
  "staged_at" timestamp,
  "event_id" varchar,
  "load_tstamp" timestamp,
  "derived_tstamp" timestamp,
  "key_domain_userid_b6213cab" varchar,
  "is_any_event_by_unitprice_cb0f4caa" boolean,
  "id_text_095a4a5b" varchar,
  "id_text_31f70540" varchar,
  "id_text_426c24da" varchar,
  "items_text_be7f128f" varchar,
  "sku_text_65423641" varchar,
  "tags_text_cf61e69c" varchar,
  "unitprice_double_9502418b" double,
  "zipcode_text_b77d0c88" varchar
);

-- scan
insert into
  "sbe_events_b554f283" (
    "stage_id",
    "staged_at",
    "event_id",
    "load_tstamp",
    "derived_tstamp",
    "key_domain_userid_b6213cab",
    "is_any_event_by_unitprice_cb0f4caa",
    "id_text_095a4a5b",
    "id_text_31f70540",
    "id_text_426c24da",
    "items_text_be7f128f",
    "sku_text_65423641",
    "tags_text_cf61e69c",
    "unitprice_double_9502418b",
    "zipcode_text_b77d0c88"
  )
with
  "window_events" as (
    select
      "e"."event_id",
      coalesce("e"."load_tstamp", "e"."collector_tstamp") as "load_tstamp",
      "e"."derived_tstamp",
      "e"."collector_tstamp",
      "e"."contexts_com_acme_shop_cart_1" [1]."id" as "shop_cart_id",
      "e"."contexts_com_acme_shop_product_1" [1]."id" as "shop_product_id",
      "e"."contexts_com_acme_shop_product_1" [1]."tags" [1] as "shop_product_tags",
      "e"."contexts_com_acme_shop_product_1" [1]."unit_price" as "shop_product_unitprice",
      "e"."contexts_com_acme_shop_product_1" [2]."id" as "shop_product_id_2",
      "e"."domain_userid",
      "e"."unstruct_event_com_acme_shop_checkout_step_1"."delivery"."zip_code" as "checkout_step_zipcode",
      "e"."unstruct_event_com_acme_shop_checkout_step_1"."items" [2]."sku" as "checkout_step_sku",
      "e"."unstruct_event_com_acme_shop_checkout_step_1"."items" as "checkout_step_items"
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
      coalesce(sbe_double((to_json("shop_product_unitprice") ->> '$')) >= 100e0, false) as "is_any_event_by_unitprice_cb0f4caa",
      sbe_any_text("shop_product_id_2") as "id_text_095a4a5b",
      sbe_any_text("shop_product_id") as "id_text_31f70540",
      sbe_any_text("shop_cart_id") as "id_text_426c24da",
      sbe_any_text("checkout_step_items") as "items_text_be7f128f",
      sbe_any_text("checkout_step_sku") as "sku_text_65423641",
      sbe_any_text("shop_product_tags") as "tags_text_cf61e69c",
      sbe_double((to_json("shop_product_unitprice") ->> '$')) as "unitprice_double_9502418b",
      sbe_any_text("checkout_step_zipcode") as "zipcode_text_b77d0c88"
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
  "is_any_event_by_unitprice_cb0f4caa",
  "id_text_095a4a5b",
  "id_text_31f70540",
  "id_text_426c24da",
  "items_text_be7f128f",
  "sku_text_65423641",
  "tags_text_cf61e69c",
  "unitprice_double_9502418b",
  "zipcode_text_b77d0c88"
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
delete from "sbe_events_b554f283"
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
  "sbe_events_b554f283"
where
  "stage_id" = $stage_id;

-- clear
delete from "sbe_events_b554f283"
where
  "stage_id" = $stage_id;
