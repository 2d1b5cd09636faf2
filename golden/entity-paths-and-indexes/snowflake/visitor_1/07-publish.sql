-- visitor_1: publish
-- Writes the attributes of the keys of visitor_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  visitor_1_aggregates, visitor_1_attributes, sbe_ledger
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
      ),
      "PUBLISHED_VALUES" as (
        select
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
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
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
  "LAST_PRODUCT" = "N"."LAST_PRODUCT",
  "SECOND_PRODUCT" = "N"."SECOND_PRODUCT",
  "LAST_CART" = "N"."LAST_CART",
  "DEAREST" = "N"."DEAREST",
  "FIRST_TAG" = "N"."FIRST_TAG",
  "SECOND_SKU" = "N"."SECOND_SKU",
  "LAST_ZIP" = "N"."LAST_ZIP",
  "RENDERED_FOR_SNOWFLAKE" = "N"."RENDERED_FOR_SNOWFLAKE",
  "RENDERED_FOR_BIGQUERY" = "N"."RENDERED_FOR_BIGQUERY",
  "ALL_ITEMS" = "N"."ALL_ITEMS",
  "OF_A_DEAR_PRODUCT" = "N"."OF_A_DEAR_PRODUCT",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
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
values
  (
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
