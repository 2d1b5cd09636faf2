-- visitor_1: publish
-- Writes the attributes of the keys of visitor_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_attributes, sbe_ledger
-- writes: visitor_1_attributes
-- parameters:
--   as_of             the time of the attributes
--   expected_version  the version of the row of the ledger, as this run knows it
--   fresh             live segments that the last publication did not have, joined by commas
--   group_name        the group, as <group>_<version>
--   published_since   the clock before this publication
--   renew_before      rows that were updated before this time are sent to the Profiles Store again
--   rewrite           true where the rows of all keys are written
--   segments          live segments, joined by commas

-- write (:1 as_of, :2 expected_version, :3 fresh, :4 group_name, :5 renew_before, :6 rewrite, :7 segments)
merge into
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" as "P" using (
    with
      "TOUCHED_KEYS" as (
        select
          "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:3, ','))
          )
        union all
        select
          "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:3, ','))
          )
        union all
        select
          "DOMAIN_USERID" as "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES"
        where
          "UPDATED_AT" < cast(:5 as timestamp_ntz)
          or :6 = 'true'
      ),
      "LIVE_AGGREGATES" as (
        select
          "KEY",
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
              table (split_to_table(:7, ','))
          )
          and "KEY" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
          )
      ),
      "SCALARS" as (
        select
          "KEY",
          sum("COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB") as "COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB_EVER",
          min("FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616") as "FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616_EVER",
          max("LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984") as "LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984_EVER",
          max("LAST_MAX_PRICE_SHIPPING_3BA1A922") as "LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER",
          max("LAST_MIN_PRICE_SHIPPING_B02753FD") as "LAST_MIN_PRICE_SHIPPING_B02753FD_EVER",
          max("MAX_SUM_PRICE_SHIPPING_B6296650") as "MAX_SUM_PRICE_SHIPPING_B6296650_EVER",
          sum("SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6") as "SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB") > 0
      ),
      "LIVE_VALUES" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          "N",
          "LAST_ORDER"
        from
          "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:7, ','))
          )
          and "KEY" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
          )
          and "STATE" in ('values_concat_geo_country_geo_city_3927e6b6')
      ),
      "VALUE_TOTALS" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          sum("N") as "N_EVER",
          max("LAST_ORDER") as "LAST_ORDER_EVER"
        from
          "LIVE_VALUES"
        group by
          "KEY",
          "STATE",
          "VALUE"
      ),
      "VALUE_RANKS" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          "N_EVER",
          "LAST_ORDER_EVER",
          row_number() over (
            partition by
              "KEY",
              "STATE"
            order by
              "LAST_ORDER_EVER" desc nulls last,
              "VALUE" desc nulls last
          ) as "BY_LATEST_EVER"
        from
          "VALUE_TOTALS"
      ),
      "VALUE_SUMMARIES" as (
        select
          "KEY",
          iff(
            count_if(
              "STATE" = 'values_concat_geo_country_geo_city_3927e6b6'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_concat_geo_country_geo_city_3927e6b6'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                "VALUE",
                null
              )
            ) within group (
              order by
                "LAST_ORDER_EVER",
                "VALUE"
            ),
            null
          ) as "LIST_VALUES_CONCAT_GEO_COUNTRY_GEO_CITY_3927E6B6_EVER"
        from
          "VALUE_RANKS"
        group by
          "KEY"
      ),
      "STATES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB_EVER",
          "S"."FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616_EVER",
          "S"."LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984_EVER",
          "S"."LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER",
          "S"."LAST_MIN_PRICE_SHIPPING_B02753FD_EVER",
          "S"."MAX_SUM_PRICE_SHIPPING_B6296650_EVER",
          "S"."SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6_EVER",
          "V"."LIST_VALUES_CONCAT_GEO_COUNTRY_GEO_CITY_3927E6B6_EVER"
        from
          "SCALARS" as "S"
          left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
      ),
      "PARTS_OF_VALUES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984_EVER",
          "S"."LIST_VALUES_CONCAT_GEO_COUNTRY_GEO_CITY_3927E6B6_EVER",
          "S"."FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616_EVER",
          "S"."SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6_EVER",
          "S"."MAX_SUM_PRICE_SHIPPING_B6296650_EVER",
          "S"."LAST_MIN_PRICE_SHIPPING_B02753FD_EVER",
          "S"."COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB_EVER",
          regexp_substr(
            substr(
              "S"."LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER",
              position(' ', "S"."LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER") + 1
            ),
            '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
            1,
            1,
            'e',
            1
          ) as "LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER_NUMBER"
        from
          "STATES_OF_KEYS" as "S"
      ),
      "PARTS_OF_VALUES_OF_KEYS_2" as (
        select
          "S"."KEY",
          "S"."LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984_EVER",
          "S"."LIST_VALUES_CONCAT_GEO_COUNTRY_GEO_CITY_3927E6B6_EVER",
          "S"."FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616_EVER",
          "S"."SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6_EVER",
          "S"."MAX_SUM_PRICE_SHIPPING_B6296650_EVER",
          "S"."LAST_MIN_PRICE_SHIPPING_B02753FD_EVER",
          "S"."LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER_NUMBER",
          "S"."COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB_EVER",
          nullif(
            nullif(try_to_double("S"."LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER_NUMBER"), 'inf'::float),
            '-inf'::float
          ) as "LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER_DOUBLE"
        from
          "PARTS_OF_VALUES_OF_KEYS" as "S"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          substr(
            "S"."LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984_EVER",
            position(' ', "S"."LAST_CONCAT_GEO_CITY_GEO_COUNTRY_78225984_EVER") + 1
          ) as "LAST_PLACE",
          coalesce("S"."LIST_VALUES_CONCAT_GEO_COUNTRY_GEO_CITY_3927E6B6_EVER", cast(array_construct() as array)) as "PLACES",
          substr(
            "S"."FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616_EVER",
            position(' ', "S"."FIRST_COALESCE_MKT_SOURCE_REFR_SOURCE_RE_744C9616_EVER") + 1
          ) as "SOURCE",
          coalesce(to_double(cast("S"."SUM_PRODUCT_PRICE_QUANTITY_1D9FF6D6_EVER" as varchar)), 0::float) as "REVENUE",
          "S"."MAX_SUM_PRICE_SHIPPING_B6296650_EVER" as "HIGHEST_TOTAL",
          to_double(
            substr(
              "S"."LAST_MIN_PRICE_SHIPPING_B02753FD_EVER",
              position(' ', "S"."LAST_MIN_PRICE_SHIPPING_B02753FD_EVER") + 1
            )
          ) as "LAST_LOWER",
          iff(
            coalesce(
              try_to_decimal("S"."LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER_DOUBLE") * 1e37)::number(38, 0)
            ) between -9223372036854775808 and 9223372036854775807,
            coalesce(
              try_to_decimal("S"."LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_MAX_PRICE_SHIPPING_3BA1A922_EVER_DOUBLE") * 1e37)::number(38, 0)
            ),
            null
          ) as "LAST_HIGHER",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_PRODUCT_PRICE_QUANTIT_C897C5EB_EVER" as number(38, 0)), 0) as "DEAR_ORDERS"
        from
          "PARTS_OF_VALUES_OF_KEYS_2" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "LAST_PLACE",
          "PLACES",
          "SOURCE",
          "REVENUE",
          "HIGHEST_TOTAL",
          "LAST_LOWER",
          "LAST_HIGHER",
          "DEAR_ORDERS",
          "UPDATED_AT"
        from
          "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES"
        where
          "DOMAIN_USERID" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
          )
      )
    select
      coalesce("N"."DOMAIN_USERID", "P"."DOMAIN_USERID") as "DOMAIN_USERID",
      "N"."LAST_PLACE",
      "N"."PLACES",
      "N"."SOURCE",
      "N"."REVENUE",
      "N"."HIGHEST_TOTAL",
      "N"."LAST_LOWER",
      "N"."LAST_HIGHER",
      "N"."DEAR_ORDERS",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
        and equal_null("N"."LAST_PLACE", "P"."LAST_PLACE")
        and equal_null(to_json("N"."PLACES"), to_json("P"."PLACES"))
        and equal_null("N"."SOURCE", "P"."SOURCE")
        and equal_null("N"."REVENUE", "P"."REVENUE")
        and equal_null("N"."HIGHEST_TOTAL", "P"."HIGHEST_TOTAL")
        and equal_null("N"."LAST_LOWER", "P"."LAST_LOWER")
        and equal_null("N"."LAST_HIGHER", "P"."LAST_HIGHER")
        and equal_null("N"."DEAR_ORDERS", "P"."DEAR_ORDERS") then "P"."UPDATED_AT"
        else convert_timezone('UTC', current_timestamp())::timestamp_ntz
      end as "UPDATED_AT"
    from
      "NEW_VALUES" as "N"
      full join "PUBLISHED_VALUES" as "P" on "P"."DOMAIN_USERID" = "N"."DOMAIN_USERID"
    where
      exists (
        select
          "VERSION"
        from
          "SIGNALS_SNOWPLOW_MANIFEST"."SBE_LEDGER"
        where
          "GROUP_NAME" = :4
          and "VERSION" = cast(:2 as number(38, 0))
      )
  ) as "N" on "P"."DOMAIN_USERID" = "N"."DOMAIN_USERID"
when matched and
  "N"."UPDATED_AT" is null
then delete
when matched then update set
  "LAST_PLACE" = "N"."LAST_PLACE",
  "PLACES" = "N"."PLACES",
  "SOURCE" = "N"."SOURCE",
  "REVENUE" = "N"."REVENUE",
  "HIGHEST_TOTAL" = "N"."HIGHEST_TOTAL",
  "LAST_LOWER" = "N"."LAST_LOWER",
  "LAST_HIGHER" = "N"."LAST_HIGHER",
  "DEAR_ORDERS" = "N"."DEAR_ORDERS",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "LAST_PLACE",
    "PLACES",
    "SOURCE",
    "REVENUE",
    "HIGHEST_TOTAL",
    "LAST_LOWER",
    "LAST_HIGHER",
    "DEAR_ORDERS",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."LAST_PLACE",
    "N"."PLACES",
    "N"."SOURCE",
    "N"."REVENUE",
    "N"."HIGHEST_TOTAL",
    "N"."LAST_LOWER",
    "N"."LAST_HIGHER",
    "N"."DEAR_ORDERS",
    "N"."AS_OF",
    "N"."UPDATED_AT"
  );

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT",
  min("UPDATED_AT") as "OLDEST_UPDATE"
from
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES";
