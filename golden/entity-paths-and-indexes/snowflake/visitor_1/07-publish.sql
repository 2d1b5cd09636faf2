-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_attributes
-- writes: visitor_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- replace (:1 as_of, :2 segments)
insert overwrite into
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" (
    "DOMAIN_USERID",
    "LAST_PRODUCT",
    "SECOND_PRODUCT",
    "LAST_CART",
    "DEAREST",
    "FIRST_TAG",
    "SECOND_SKU",
    "LAST_ZIP",
    "RENDERED_FOR_SNOWFLAKE",
    "RENDERED_FOR_BIGQUERY",
    "ALL_ITEMS",
    "OF_A_DEAR_PRODUCT",
    "AS_OF",
    "UPDATED_AT"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC",
      "LAST_ID_114A0FA6",
      "LAST_ID_3DD6C180",
      "LAST_ID_C5D08EAE",
      "LAST_ITEMS_DD01966D",
      "LAST_SKU_138875FB",
      "LAST_TAGS_ACEE89B2",
      "LAST_ZIPCODE_B06D7E04",
      "MAX_UNITPRICE_7454947D"
    from
      "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
  ),
  "SCALARS" as (
    select
      "KEY",
      sum("COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC") as "COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC_EVER",
      max("LAST_ID_114A0FA6") as "LAST_ID_114A0FA6_EVER",
      max("LAST_ID_3DD6C180") as "LAST_ID_3DD6C180_EVER",
      max("LAST_ID_C5D08EAE") as "LAST_ID_C5D08EAE_EVER",
      max("LAST_ITEMS_DD01966D") as "LAST_ITEMS_DD01966D_EVER",
      max("LAST_SKU_138875FB") as "LAST_SKU_138875FB_EVER",
      max("LAST_TAGS_ACEE89B2") as "LAST_TAGS_ACEE89B2_EVER",
      max("LAST_ZIPCODE_B06D7E04") as "LAST_ZIPCODE_B06D7E04_EVER",
      max("MAX_UNITPRICE_7454947D") as "MAX_UNITPRICE_7454947D_EVER"
    from
      "LIVE_AGGREGATES"
    group by
      "KEY"
    having
      sum("COUNT_ANY_EVENT_04A949EC") > 0
      or sum("COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC") > 0
  ),
  "NEW_VALUES" as (
    select
      "S"."KEY" as "DOMAIN_USERID",
      substr("S"."LAST_ID_C5D08EAE_EVER", position(' ', "S"."LAST_ID_C5D08EAE_EVER") + 1) as "LAST_PRODUCT",
      substr("S"."LAST_ID_114A0FA6_EVER", position(' ', "S"."LAST_ID_114A0FA6_EVER") + 1) as "SECOND_PRODUCT",
      substr("S"."LAST_ID_3DD6C180_EVER", position(' ', "S"."LAST_ID_3DD6C180_EVER") + 1) as "LAST_CART",
      "S"."MAX_UNITPRICE_7454947D_EVER" as "DEAREST",
      substr("S"."LAST_TAGS_ACEE89B2_EVER", position(' ', "S"."LAST_TAGS_ACEE89B2_EVER") + 1) as "FIRST_TAG",
      substr("S"."LAST_SKU_138875FB_EVER", position(' ', "S"."LAST_SKU_138875FB_EVER") + 1) as "SECOND_SKU",
      substr("S"."LAST_ZIPCODE_B06D7E04_EVER", position(' ', "S"."LAST_ZIPCODE_B06D7E04_EVER") + 1) as "LAST_ZIP",
      substr("S"."LAST_ID_C5D08EAE_EVER", position(' ', "S"."LAST_ID_C5D08EAE_EVER") + 1) as "RENDERED_FOR_SNOWFLAKE",
      substr("S"."LAST_ID_114A0FA6_EVER", position(' ', "S"."LAST_ID_114A0FA6_EVER") + 1) as "RENDERED_FOR_BIGQUERY",
      substr("S"."LAST_ITEMS_DD01966D_EVER", position(' ', "S"."LAST_ITEMS_DD01966D_EVER") + 1) as "ALL_ITEMS",
      coalesce(cast("S"."COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC_EVER" as number(38, 0)), 0) as "OF_A_DEAR_PRODUCT"
    from
      "SCALARS" as "S"
  )
select
  "N"."DOMAIN_USERID",
  "N"."LAST_PRODUCT",
  "N"."SECOND_PRODUCT",
  "N"."LAST_CART",
  "N"."DEAREST",
  "N"."FIRST_TAG",
  "N"."SECOND_SKU",
  "N"."LAST_ZIP",
  "N"."RENDERED_FOR_SNOWFLAKE",
  "N"."RENDERED_FOR_BIGQUERY",
  "N"."ALL_ITEMS",
  "N"."OF_A_DEAR_PRODUCT",
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."DOMAIN_USERID" is not null
    and equal_null("N"."LAST_PRODUCT", "P"."LAST_PRODUCT")
    and equal_null("N"."SECOND_PRODUCT", "P"."SECOND_PRODUCT")
    and equal_null("N"."LAST_CART", "P"."LAST_CART")
    and equal_null("N"."DEAREST", "P"."DEAREST")
    and equal_null("N"."FIRST_TAG", "P"."FIRST_TAG")
    and equal_null("N"."SECOND_SKU", "P"."SECOND_SKU")
    and equal_null("N"."LAST_ZIP", "P"."LAST_ZIP")
    and equal_null("N"."RENDERED_FOR_SNOWFLAKE", "P"."RENDERED_FOR_SNOWFLAKE")
    and equal_null("N"."RENDERED_FOR_BIGQUERY", "P"."RENDERED_FOR_BIGQUERY")
    and equal_null("N"."ALL_ITEMS", "P"."ALL_ITEMS")
    and equal_null("N"."OF_A_DEAR_PRODUCT", "P"."OF_A_DEAR_PRODUCT") then "P"."UPDATED_AT"
    else convert_timezone('UTC', current_timestamp())::timestamp_ntz
  end as "UPDATED_AT"
from
  "NEW_VALUES" as "N"
  left join "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" as "P" on "P"."DOMAIN_USERID" = "N"."DOMAIN_USERID";

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT"
from
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES";
