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
          "COUNT_ANY_EVENT_BY_MKT_CAMPAIGN_EF762DBA",
          "COUNT_PAGE_VIEW_EF75C893",
          "LAST_COUPON_66ACFA39",
          "LAST_ID_424B7F43",
          "LAST_TOTAL_C7C0A3C5"
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
          sum("COUNT_ANY_EVENT_BY_MKT_CAMPAIGN_EF762DBA") as "COUNT_ANY_EVENT_BY_MKT_CAMPAIGN_EF762DBA_EVER",
          sum("COUNT_PAGE_VIEW_EF75C893") as "COUNT_PAGE_VIEW_EF75C893_EVER",
          max("LAST_COUPON_66ACFA39") as "LAST_COUPON_66ACFA39_EVER",
          max("LAST_ID_424B7F43") as "LAST_ID_424B7F43_EVER",
          max("LAST_TOTAL_C7C0A3C5") as "LAST_TOTAL_C7C0A3C5_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_ANY_EVENT_BY_MKT_CAMPAIGN_EF762DBA") > 0
          or sum("COUNT_PAGE_VIEW_EF75C893") > 0
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
          and "STATE" in ('values_mkt_campaign_f2777078')
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
              "STATE" = 'values_mkt_campaign_f2777078'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_mkt_campaign_f2777078'
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
          ) as "LIST_VALUES_MKT_CAMPAIGN_F2777078_EVER"
        from
          "VALUE_RANKS"
        group by
          "KEY"
      ),
      "STATES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."COUNT_ANY_EVENT_BY_MKT_CAMPAIGN_EF762DBA_EVER",
          "S"."COUNT_PAGE_VIEW_EF75C893_EVER",
          "S"."LAST_COUPON_66ACFA39_EVER",
          "S"."LAST_ID_424B7F43_EVER",
          "S"."LAST_TOTAL_C7C0A3C5_EVER",
          "V"."LIST_VALUES_MKT_CAMPAIGN_F2777078_EVER"
        from
          "SCALARS" as "S"
          left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce(cast("S"."COUNT_PAGE_VIEW_EF75C893_EVER" as number(38, 0)), 0) as "VIEWS",
          to_double(substr("S"."LAST_TOTAL_C7C0A3C5_EVER", position(' ', "S"."LAST_TOTAL_C7C0A3C5_EVER") + 1)) as "LAST_TOTAL",
          coalesce(substr("S"."LAST_COUPON_66ACFA39_EVER", position(' ', "S"."LAST_COUPON_66ACFA39_EVER") + 1), 'none') as "LAST_COUPON",
          substr("S"."LAST_ID_424B7F43_EVER", position(' ', "S"."LAST_ID_424B7F43_EVER") + 1) as "LAST_CART",
          coalesce("S"."LIST_VALUES_MKT_CAMPAIGN_F2777078_EVER", cast(array_construct() as array)) as "CAMPAIGNS",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_MKT_CAMPAIGN_EF762DBA_EVER" as number(38, 0)), 0) as "NOT_A_CAMPAIGN"
        from
          "STATES_OF_KEYS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "VIEWS",
          "LAST_TOTAL",
          "LAST_COUPON",
          "LAST_CART",
          "CAMPAIGNS",
          "NOT_A_CAMPAIGN",
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
      "N"."VIEWS",
      "N"."LAST_TOTAL",
      "N"."LAST_COUPON",
      "N"."LAST_CART",
      "N"."CAMPAIGNS",
      "N"."NOT_A_CAMPAIGN",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
        and equal_null("N"."VIEWS", "P"."VIEWS")
        and equal_null("N"."LAST_TOTAL", "P"."LAST_TOTAL")
        and equal_null("N"."LAST_COUPON", "P"."LAST_COUPON")
        and equal_null("N"."LAST_CART", "P"."LAST_CART")
        and equal_null(to_json("N"."CAMPAIGNS"), to_json("P"."CAMPAIGNS"))
        and equal_null("N"."NOT_A_CAMPAIGN", "P"."NOT_A_CAMPAIGN") then "P"."UPDATED_AT"
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
  "VIEWS" = "N"."VIEWS",
  "LAST_TOTAL" = "N"."LAST_TOTAL",
  "LAST_COUPON" = "N"."LAST_COUPON",
  "LAST_CART" = "N"."LAST_CART",
  "CAMPAIGNS" = "N"."CAMPAIGNS",
  "NOT_A_CAMPAIGN" = "N"."NOT_A_CAMPAIGN",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "VIEWS",
    "LAST_TOTAL",
    "LAST_COUPON",
    "LAST_CART",
    "CAMPAIGNS",
    "NOT_A_CAMPAIGN",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."VIEWS",
    "N"."LAST_TOTAL",
    "N"."LAST_COUPON",
    "N"."LAST_CART",
    "N"."CAMPAIGNS",
    "N"."NOT_A_CAMPAIGN",
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
