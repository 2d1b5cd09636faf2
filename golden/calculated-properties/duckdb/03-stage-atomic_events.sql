-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_1aa88031
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
create temporary table if not exists "sbe_events_1aa88031" (
  "stage_id" varchar,
  "staged_at" timestamp,
  "event_id" varchar,
  "load_tstamp" timestamp,
  "derived_tstamp" timestamp,
  "key_domain_userid_b6213cab" varchar,
  "is_any_event_by_product_price_quantity_82fed920" boolean,
  "coalesce_mkt_source_refr_source_refr_med_a6363ede" varchar,
  "concat_geo_city_geo_country_text_4b5bec9a" varchar,
  "concat_geo_country_geo_city_text_b8aa6554" varchar,
  "max_price_shipping_integer_da71958f" varchar,
  "min_price_shipping_double_7836cb02" varchar,
  "product_price_quantity_decimal_d66e7acb" decimal(38, 9),
  "sum_price_shipping_double_1224d8df" double
);

-- scan
insert into
  "sbe_events_1aa88031" (
    "stage_id",
    "staged_at",
    "event_id",
    "load_tstamp",
    "derived_tstamp",
    "key_domain_userid_b6213cab",
    "is_any_event_by_product_price_quantity_82fed920",
    "coalesce_mkt_source_refr_source_refr_med_a6363ede",
    "concat_geo_city_geo_country_text_4b5bec9a",
    "concat_geo_country_geo_city_text_b8aa6554",
    "max_price_shipping_integer_da71958f",
    "min_price_shipping_double_7836cb02",
    "product_price_quantity_decimal_d66e7acb",
    "sum_price_shipping_double_1224d8df"
  )
with
  "window_events" as (
    select
      "e"."event_id",
      coalesce("e"."load_tstamp", "e"."collector_tstamp") as "load_tstamp",
      "e"."derived_tstamp",
      "e"."collector_tstamp",
      "e"."domain_userid",
      "e"."geo_city",
      "e"."geo_country",
      "e"."mkt_source",
      "e"."refr_medium",
      "e"."refr_source",
      "e"."unstruct_event_com_acme_checkout_1"."price" as "acme_checkout_price",
      "e"."unstruct_event_com_acme_checkout_1"."quantity" as "acme_checkout_quantity",
      "e"."unstruct_event_com_acme_checkout_1"."shipping" as "acme_checkout_shipping"
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
  "calculated_events" as (
    select
      "event_id",
      "load_tstamp",
      "derived_tstamp",
      "collector_tstamp",
      "domain_userid",
      "geo_city",
      "geo_country",
      "mkt_source",
      "refr_medium",
      "refr_source",
      "acme_checkout_price",
      "acme_checkout_quantity",
      "acme_checkout_shipping",
      coalesce("mkt_source", "refr_source", "refr_medium") as "coalesce_mkt_source_refr_source_refr_med_68a88d9d",
      case
        when coalesce("geo_city", "geo_country") is not null then concat_ws(', ', "geo_city", "geo_country")
      end as "concat_geo_city_geo_country_62bb9f65",
      case
        when coalesce("geo_country", "geo_city") is not null then concat_ws('', "geo_country", "geo_city")
      end as "concat_geo_country_geo_city_cfa6d513",
      case
        when sbe_double((to_json("acme_checkout_price") ->> '$')) is not null
        and sbe_double((to_json("acme_checkout_shipping") ->> '$')) is not null then greatest(
          sbe_double((to_json("acme_checkout_price") ->> '$')),
          sbe_double((to_json("acme_checkout_shipping") ->> '$'))
        )
      end as "max_price_shipping_c33ff149",
      case
        when sbe_double((to_json("acme_checkout_price") ->> '$')) is not null
        and sbe_double((to_json("acme_checkout_shipping") ->> '$')) is not null then least(
          sbe_double((to_json("acme_checkout_price") ->> '$')),
          sbe_double((to_json("acme_checkout_shipping") ->> '$'))
        )
      end as "min_price_shipping_d7208134",
      sbe_double((to_json("acme_checkout_price") ->> '$')) * sbe_double((to_json("acme_checkout_quantity") ->> '$')) as "product_price_quantity_f9365820",
      sbe_double((to_json("acme_checkout_price") ->> '$')) + sbe_double((to_json("acme_checkout_shipping") ->> '$')) as "sum_price_shipping_cdbaaf8e"
    from
      "window_events"
  ),
  "matching_events" as (
    select
      "event_id",
      "load_tstamp",
      "derived_tstamp",
      "collector_tstamp",
      "domain_userid" as "key_domain_userid_b6213cab",
      coalesce(sbe_finite("product_price_quantity_f9365820") > 20e0, false) as "is_any_event_by_product_price_quantity_82fed920",
      "coalesce_mkt_source_refr_source_refr_med_68a88d9d" as "coalesce_mkt_source_refr_source_refr_med_a6363ede",
      "concat_geo_city_geo_country_62bb9f65" as "concat_geo_city_geo_country_text_4b5bec9a",
      "concat_geo_country_geo_city_cfa6d513" as "concat_geo_country_geo_city_text_b8aa6554",
      cast(sbe_whole(cast("max_price_shipping_c33ff149" as varchar)) as varchar) as "max_price_shipping_integer_da71958f",
      sbe_double_text(sbe_finite("min_price_shipping_d7208134")) as "min_price_shipping_double_7836cb02",
      sbe_decimal(cast("product_price_quantity_f9365820" as varchar)) as "product_price_quantity_decimal_d66e7acb",
      sbe_finite("sum_price_shipping_cdbaaf8e") as "sum_price_shipping_double_1224d8df"
    from
      "calculated_events"
  )
select
  $stage_id as "stage_id",
  (now() at time zone 'UTC') as "staged_at",
  "event_id",
  "load_tstamp",
  "derived_tstamp",
  "key_domain_userid_b6213cab",
  "is_any_event_by_product_price_quantity_82fed920",
  "coalesce_mkt_source_refr_source_refr_med_a6363ede",
  "concat_geo_city_geo_country_text_4b5bec9a",
  "concat_geo_country_geo_city_text_b8aa6554",
  "max_price_shipping_integer_da71958f",
  "min_price_shipping_double_7836cb02",
  "product_price_quantity_decimal_d66e7acb",
  "sum_price_shipping_double_1224d8df"
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
delete from "sbe_events_1aa88031"
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
  "sbe_events_1aa88031"
where
  "stage_id" = $stage_id;

-- clear
delete from "sbe_events_1aa88031"
where
  "stage_id" = $stage_id;
