-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ANY_EVENT_04A949EC",
    "COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB",
    "FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616",
    "LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984",
    "LAST_MAX_PRICE_SHIPPING_3BA1A922",
    "LAST_MIN_PRICE_SHIPPING_B02753FD",
    "MAX_SUM_PRICE_SHIPPING_B6296650",
    "SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB",
      "FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616",
      "LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984",
      "LAST_MAX_PRICE_SHIPPING_3BA1A922",
      "LAST_MIN_PRICE_SHIPPING_B02753FD",
      "MAX_SUM_PRICE_SHIPPING_B6296650",
      "SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6"
    from
      "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
  )
select
  :1 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC",
  sum("COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB") as "COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB",
  min("FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616") as "FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616",
  max("LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984") as "LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984",
  max("LAST_MAX_PRICE_SHIPPING_3BA1A922") as "LAST_MAX_PRICE_SHIPPING_3BA1A922",
  max("LAST_MIN_PRICE_SHIPPING_B02753FD") as "LAST_MIN_PRICE_SHIPPING_B02753FD",
  max("MAX_SUM_PRICE_SHIPPING_B6296650") as "MAX_SUM_PRICE_SHIPPING_B6296650",
  sum("SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6") as "SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_04A949EC" is not null
  or "COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB" is not null
  or "FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616" is not null
  or "LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984" is not null
  or "LAST_MAX_PRICE_SHIPPING_3BA1A922" is not null
  or "LAST_MIN_PRICE_SHIPPING_B02753FD" is not null
  or "MAX_SUM_PRICE_SHIPPING_B6296650" is not null
  or "SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6" is not null
group by
  "KEY",
  "KEPT_BUCKET";

-- value_aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES" ("SEGMENT", "KEY", "BUCKET", "STATE", "VALUE", "N", "LAST_ORDER")
with
  "LIVE_VALUES" as (
    select
      "KEY",
      "STATE",
      "VALUE",
      "N",
      "LAST_ORDER",
      "BUCKET" as "KEPT_BUCKET"
    from
      "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
      and "STATE" in ('values_concat_geo_country_geo_city_3927e6b6')
  )
select
  :1 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  "STATE",
  "VALUE",
  sum("N") as "N",
  max("LAST_ORDER") as "LAST_ORDER"
from
  "LIVE_VALUES"
group by
  "KEY",
  "KEPT_BUCKET",
  "STATE",
  "VALUE";
