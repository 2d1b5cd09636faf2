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
with
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
          table (split_to_table(:2, ','))
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
  )
select
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
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."DOMAIN_USERID" is not null
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
  left join "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" as "P" on "P"."DOMAIN_USERID" = "N"."DOMAIN_USERID";

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT"
from
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES";
