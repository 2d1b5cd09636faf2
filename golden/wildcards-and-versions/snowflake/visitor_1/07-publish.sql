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
          "COUNT_ACME_EVENT_D5C72E46",
          "COUNT_ANY_EVENT_04A949EC",
          "COUNT_ANY_EVENT_9D1514E5",
          "COUNT_BUY_AFE8A863",
          "COUNT_BUY_B0B6D95C",
          "COUNT_BUY_D4242D26",
          "COUNT_BUY_FDF0667D",
          "COUNT_BUY_OR_SELL_A17F4A50"
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
          sum("COUNT_ACME_EVENT_D5C72E46") as "COUNT_ACME_EVENT_D5C72E46_EVER",
          sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC_EVER",
          sum("COUNT_ANY_EVENT_9D1514E5") as "COUNT_ANY_EVENT_9D1514E5_EVER",
          sum("COUNT_BUY_AFE8A863") as "COUNT_BUY_AFE8A863_EVER",
          sum("COUNT_BUY_B0B6D95C") as "COUNT_BUY_B0B6D95C_EVER",
          sum("COUNT_BUY_D4242D26") as "COUNT_BUY_D4242D26_EVER",
          sum("COUNT_BUY_FDF0667D") as "COUNT_BUY_FDF0667D_EVER",
          sum("COUNT_BUY_OR_SELL_A17F4A50") as "COUNT_BUY_OR_SELL_A17F4A50_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ACME_EVENT_D5C72E46") > 0
          or sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_ANY_EVENT_9D1514E5") > 0
          or sum("COUNT_BUY_AFE8A863") > 0
          or sum("COUNT_BUY_B0B6D95C") > 0
          or sum("COUNT_BUY_D4242D26") > 0
          or sum("COUNT_BUY_FDF0667D") > 0
          or sum("COUNT_BUY_OR_SELL_A17F4A50") > 0
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce(cast("S"."COUNT_BUY_B0B6D95C_EVER" as number(38, 0)), 0) as "BY_NAME",
          coalesce(cast("S"."COUNT_BUY_AFE8A863_EVER" as number(38, 0)), 0) as "BY_VENDOR_AND_NAME",
          coalesce(cast("S"."COUNT_BUY_D4242D26_EVER" as number(38, 0)), 0) as "OF_OTHER_VENDOR",
          coalesce(cast("S"."COUNT_BUY_FDF0667D_EVER" as number(38, 0)), 0) as "BY_VERSION",
          coalesce(cast("S"."COUNT_ACME_EVENT_D5C72E46_EVER" as number(38, 0)), 0) as "BY_VENDOR",
          coalesce(cast("S"."COUNT_BUY_B0B6D95C_EVER" as number(38, 0)), 0) as "OF_ANY_VENDOR",
          coalesce(cast("S"."COUNT_ANY_EVENT_9D1514E5_EVER" as number(38, 0)), 0) as "VERSION_OF_ANYTHING",
          coalesce(cast("S"."COUNT_BUY_OR_SELL_A17F4A50_EVER" as number(38, 0)), 0) as "EITHER",
          coalesce(cast("S"."COUNT_ANY_EVENT_04A949EC_EVER" as number(38, 0)), 0) as "EVERYTHING",
          coalesce(cast("S"."COUNT_ANY_EVENT_04A949EC_EVER" as number(38, 0)), 0) as "EVERYTHING_OR_BUY",
          coalesce(cast("S"."COUNT_BUY_B0B6D95C_EVER" as number(38, 0)), 0) as "BUYS_WITH_EMPTY_CRITERIA"
        from
          "SCALARS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "BY_NAME",
          "BY_VENDOR_AND_NAME",
          "OF_OTHER_VENDOR",
          "BY_VERSION",
          "BY_VENDOR",
          "OF_ANY_VENDOR",
          "VERSION_OF_ANYTHING",
          "EITHER",
          "EVERYTHING",
          "EVERYTHING_OR_BUY",
          "BUYS_WITH_EMPTY_CRITERIA",
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
      "N"."BY_NAME",
      "N"."BY_VENDOR_AND_NAME",
      "N"."OF_OTHER_VENDOR",
      "N"."BY_VERSION",
      "N"."BY_VENDOR",
      "N"."OF_ANY_VENDOR",
      "N"."VERSION_OF_ANYTHING",
      "N"."EITHER",
      "N"."EVERYTHING",
      "N"."EVERYTHING_OR_BUY",
      "N"."BUYS_WITH_EMPTY_CRITERIA",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
        and equal_null("N"."BY_NAME", "P"."BY_NAME")
        and equal_null("N"."BY_VENDOR_AND_NAME", "P"."BY_VENDOR_AND_NAME")
        and equal_null("N"."OF_OTHER_VENDOR", "P"."OF_OTHER_VENDOR")
        and equal_null("N"."BY_VERSION", "P"."BY_VERSION")
        and equal_null("N"."BY_VENDOR", "P"."BY_VENDOR")
        and equal_null("N"."OF_ANY_VENDOR", "P"."OF_ANY_VENDOR")
        and equal_null("N"."VERSION_OF_ANYTHING", "P"."VERSION_OF_ANYTHING")
        and equal_null("N"."EITHER", "P"."EITHER")
        and equal_null("N"."EVERYTHING", "P"."EVERYTHING")
        and equal_null("N"."EVERYTHING_OR_BUY", "P"."EVERYTHING_OR_BUY")
        and equal_null("N"."BUYS_WITH_EMPTY_CRITERIA", "P"."BUYS_WITH_EMPTY_CRITERIA") then "P"."UPDATED_AT"
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
  "BY_NAME" = "N"."BY_NAME",
  "BY_VENDOR_AND_NAME" = "N"."BY_VENDOR_AND_NAME",
  "OF_OTHER_VENDOR" = "N"."OF_OTHER_VENDOR",
  "BY_VERSION" = "N"."BY_VERSION",
  "BY_VENDOR" = "N"."BY_VENDOR",
  "OF_ANY_VENDOR" = "N"."OF_ANY_VENDOR",
  "VERSION_OF_ANYTHING" = "N"."VERSION_OF_ANYTHING",
  "EITHER" = "N"."EITHER",
  "EVERYTHING" = "N"."EVERYTHING",
  "EVERYTHING_OR_BUY" = "N"."EVERYTHING_OR_BUY",
  "BUYS_WITH_EMPTY_CRITERIA" = "N"."BUYS_WITH_EMPTY_CRITERIA",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "BY_NAME",
    "BY_VENDOR_AND_NAME",
    "OF_OTHER_VENDOR",
    "BY_VERSION",
    "BY_VENDOR",
    "OF_ANY_VENDOR",
    "VERSION_OF_ANYTHING",
    "EITHER",
    "EVERYTHING",
    "EVERYTHING_OR_BUY",
    "BUYS_WITH_EMPTY_CRITERIA",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."BY_NAME",
    "N"."BY_VENDOR_AND_NAME",
    "N"."OF_OTHER_VENDOR",
    "N"."BY_VERSION",
    "N"."BY_VENDOR",
    "N"."OF_ANY_VENDOR",
    "N"."VERSION_OF_ANYTHING",
    "N"."EITHER",
    "N"."EVERYTHING",
    "N"."EVERYTHING_OR_BUY",
    "N"."BUYS_WITH_EMPTY_CRITERIA",
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
