-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates
insert into
  "signals_derived"."visitor_1_aggregates" (
    "segment",
    "key",
    "bucket",
    "count_any_event_04a949ec",
    "count_any_event_by_product_price_quantit_c897c5eb",
    "first_coalesce_mkt_source_refr_source_re_744c9616",
    "last_concat_geo_city_geo_country_78225984",
    "last_max_price_shipping_3ba1a922",
    "last_min_price_shipping_b02753fd",
    "max_sum_price_shipping_b6296650",
    "sum_product_price_quantity_1d9ff6d6"
  )
with
  "live_aggregates" as (
    select
      "key",
      cast('1970-01-01T00:00:00Z' as timestamp) as "kept_bucket",
      "count_any_event_04a949ec",
      "count_any_event_by_product_price_quantit_c897c5eb",
      "first_coalesce_mkt_source_refr_source_re_744c9616",
      "last_concat_geo_city_geo_country_78225984",
      "last_max_price_shipping_3ba1a922",
      "last_min_price_shipping_b02753fd",
      "max_sum_price_shipping_b6296650",
      "sum_product_price_quantity_1d9ff6d6"
    from
      "signals_derived"."visitor_1_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
  )
select
  $segment as "segment",
  "key",
  "kept_bucket" as "bucket",
  sum("count_any_event_04a949ec") as "count_any_event_04a949ec",
  sum("count_any_event_by_product_price_quantit_c897c5eb") as "count_any_event_by_product_price_quantit_c897c5eb",
  min("first_coalesce_mkt_source_refr_source_re_744c9616") as "first_coalesce_mkt_source_refr_source_re_744c9616",
  max("last_concat_geo_city_geo_country_78225984") as "last_concat_geo_city_geo_country_78225984",
  max("last_max_price_shipping_3ba1a922") as "last_max_price_shipping_3ba1a922",
  max("last_min_price_shipping_b02753fd") as "last_min_price_shipping_b02753fd",
  max("max_sum_price_shipping_b6296650") as "max_sum_price_shipping_b6296650",
  sum("sum_product_price_quantity_1d9ff6d6") as "sum_product_price_quantity_1d9ff6d6"
from
  "live_aggregates"
where
  "count_any_event_04a949ec" is not null
  or "count_any_event_by_product_price_quantit_c897c5eb" is not null
  or "first_coalesce_mkt_source_refr_source_re_744c9616" is not null
  or "last_concat_geo_city_geo_country_78225984" is not null
  or "last_max_price_shipping_3ba1a922" is not null
  or "last_min_price_shipping_b02753fd" is not null
  or "max_sum_price_shipping_b6296650" is not null
  or "sum_product_price_quantity_1d9ff6d6" is not null
group by
  "key",
  "kept_bucket";

-- value_aggregates
insert into
  "signals_derived"."visitor_1_value_aggregates" ("segment", "key", "bucket", "state", "value", "n", "last_order")
with
  "live_values" as (
    select
      "key",
      "state",
      "value",
      "n",
      "last_order",
      "bucket" as "kept_bucket"
    from
      "signals_derived"."visitor_1_value_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
      and "state" in ('values_concat_geo_country_geo_city_3927e6b6')
  )
select
  $segment as "segment",
  "key",
  "kept_bucket" as "bucket",
  "state",
  "value",
  sum("n") as "n",
  max("last_order") as "last_order"
from
  "live_values"
group by
  "key",
  "kept_bucket",
  "state",
  "value";
