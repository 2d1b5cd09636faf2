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
          "COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E",
          "LAST_COUPONCODE_7FDC81A5",
          "LAST_DELIVERY_5AF565D7",
          "LAST_DELIVERY_70AE7A67",
          "LAST_ID_B72E6529",
          "LAST_ISGIFT_349F0DF6",
          "LAST_TOTAL_8837564D",
          "SUM_TOTAL_351F92A8"
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
          sum("COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E") as "COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E_EVER",
          max("LAST_COUPONCODE_7FDC81A5") as "LAST_COUPONCODE_7FDC81A5_EVER",
          max("LAST_DELIVERY_5AF565D7") as "LAST_DELIVERY_5AF565D7_EVER",
          max("LAST_DELIVERY_70AE7A67") as "LAST_DELIVERY_70AE7A67_EVER",
          max("LAST_ID_B72E6529") as "LAST_ID_B72E6529_EVER",
          max("LAST_ISGIFT_349F0DF6") as "LAST_ISGIFT_349F0DF6_EVER",
          max("LAST_TOTAL_8837564D") as "LAST_TOTAL_8837564D_EVER",
          sum("SUM_TOTAL_351F92A8") as "SUM_TOTAL_351F92A8_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E") > 0
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce(to_double(cast("S"."SUM_TOTAL_351F92A8_EVER" as varchar)), 0::float) as "TOTAL",
          substr("S"."LAST_TOTAL_8837564D_EVER", position(' ', "S"."LAST_TOTAL_8837564D_EVER") + 1) as "LAST_TOTAL",
          substr("S"."LAST_COUPONCODE_7FDC81A5_EVER", position(' ', "S"."LAST_COUPONCODE_7FDC81A5_EVER") + 1) as "COUPON",
          cast(
            substr("S"."LAST_ISGIFT_349F0DF6_EVER", position(' ', "S"."LAST_ISGIFT_349F0DF6_EVER") + 1) as boolean
          ) as "GIFT",
          substr("S"."LAST_ID_B72E6529_EVER", position(' ', "S"."LAST_ID_B72E6529_EVER") + 1) as "SECOND_PRODUCT",
          parse_json(
            substr("S"."LAST_DELIVERY_5AF565D7_EVER", position(' ', "S"."LAST_DELIVERY_5AF565D7_EVER") + 1),
            'd'
          )::object as "DELIVERY",
          substr("S"."LAST_DELIVERY_70AE7A67_EVER", position(' ', "S"."LAST_DELIVERY_70AE7A67_EVER") + 1) as "DELIVERY_TEXT",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_ISGIFT_BY_TOTAL_BAF6B11E_EVER" as number(38, 0)), 0) as "DEAR"
        from
          "SCALARS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "TOTAL",
          "LAST_TOTAL",
          "COUPON",
          "GIFT",
          "SECOND_PRODUCT",
          "DELIVERY",
          "DELIVERY_TEXT",
          "DEAR",
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
      "N"."TOTAL",
      "N"."LAST_TOTAL",
      "N"."COUPON",
      "N"."GIFT",
      "N"."SECOND_PRODUCT",
      "N"."DELIVERY",
      "N"."DELIVERY_TEXT",
      "N"."DEAR",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
        and equal_null("N"."TOTAL", "P"."TOTAL")
        and equal_null("N"."LAST_TOTAL", "P"."LAST_TOTAL")
        and equal_null("N"."COUPON", "P"."COUPON")
        and equal_null("N"."GIFT", "P"."GIFT")
        and equal_null("N"."SECOND_PRODUCT", "P"."SECOND_PRODUCT")
        and equal_null(to_json("N"."DELIVERY"), to_json("P"."DELIVERY"))
        and equal_null("N"."DELIVERY_TEXT", "P"."DELIVERY_TEXT")
        and equal_null("N"."DEAR", "P"."DEAR") then "P"."UPDATED_AT"
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
  "TOTAL" = "N"."TOTAL",
  "LAST_TOTAL" = "N"."LAST_TOTAL",
  "COUPON" = "N"."COUPON",
  "GIFT" = "N"."GIFT",
  "SECOND_PRODUCT" = "N"."SECOND_PRODUCT",
  "DELIVERY" = "N"."DELIVERY",
  "DELIVERY_TEXT" = "N"."DELIVERY_TEXT",
  "DEAR" = "N"."DEAR",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "TOTAL",
    "LAST_TOTAL",
    "COUPON",
    "GIFT",
    "SECOND_PRODUCT",
    "DELIVERY",
    "DELIVERY_TEXT",
    "DEAR",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."TOTAL",
    "N"."LAST_TOTAL",
    "N"."COUPON",
    "N"."GIFT",
    "N"."SECOND_PRODUCT",
    "N"."DELIVERY",
    "N"."DELIVERY_TEXT",
    "N"."DEAR",
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
