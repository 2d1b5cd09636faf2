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
--   published_as_of   as_of of the last publication
--   published_since   the clock before this publication
--   renew_before      rows that were updated before this time are sent to the Profiles Store again
--   rewrite           true where the rows of all keys are written
--   segments          live segments, joined by commas

-- write (:1 as_of, :2 expected_version, :3 fresh, :4 group_name, :5 published_as_of, :6 renew_before, :7 rewrite, :8 segments)
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
          or (
            "SEGMENT" in (
              select
                value
              from
                table (split_to_table(:8, ','))
            )
            and (
              (
                "BUCKET" >= dateadd(day, -7, date_trunc('day', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(day, -7, date_trunc('day', cast(:1 as timestamp_ntz)))
              )
              or (
                "BUCKET" >= date_trunc('day', cast(:5 as timestamp_ntz))
                and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz))
              )
            )
          )
        union all
        select
          "DOMAIN_USERID" as "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES"
        where
          "UPDATED_AT" < cast(:6 as timestamp_ntz)
          or :7 = 'true'
      ),
      "LIVE_AGGREGATES" as (
        select
          "KEY",
          "COUNT_ADD_TO_CART_66BE2CF4",
          "COUNT_ANY_EVENT_04A949EC",
          "COUNT_ANY_EVENT_BY_MKT_MEDIUM_BD9217F6",
          "COUNT_PAGE_VIEW_EF75C893",
          "FIRST_DERIVED_TSTAMP_EC1BAA72",
          "FIRST_MKT_CAMPAIGN_2D9DFE67",
          "FIRST_PAGE_URLPATH_1B64FE0B",
          "LAST_BR_COOKIES_20F44A36",
          "LAST_PAGE_URLPATH_956E4868",
          "LAST_PAGE_URLPATH_BD0E1278",
          "LAST_SE_VALUE_03466D5F",
          "BUCKET" >= dateadd(day, -7, date_trunc('day', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_7_DAYS"
        from
          "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:8, ','))
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
          min("FIRST_DERIVED_TSTAMP_EC1BAA72") as "FIRST_DERIVED_TSTAMP_EC1BAA72_EVER",
          min("FIRST_MKT_CAMPAIGN_2D9DFE67") as "FIRST_MKT_CAMPAIGN_2D9DFE67_EVER",
          min("FIRST_PAGE_URLPATH_1B64FE0B") as "FIRST_PAGE_URLPATH_1B64FE0B_EVER",
          max("LAST_BR_COOKIES_20F44A36") as "LAST_BR_COOKIES_20F44A36_EVER",
          max("LAST_PAGE_URLPATH_956E4868") as "LAST_PAGE_URLPATH_956E4868_EVER",
          max("LAST_PAGE_URLPATH_BD0E1278") as "LAST_PAGE_URLPATH_BD0E1278_EVER",
          max(iff("IN_LAST_7_DAYS", "LAST_SE_VALUE_03466D5F", null)) as "LAST_SE_VALUE_03466D5F_IN_LAST_7_DAYS"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ADD_TO_CART_66BE2CF4") > 0
          or sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_ANY_EVENT_BY_MKT_MEDIUM_BD9217F6") > 0
          or sum("COUNT_PAGE_VIEW_EF75C893") > 0
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          substr("S"."FIRST_PAGE_URLPATH_1B64FE0B_EVER", position(' ', "S"."FIRST_PAGE_URLPATH_1B64FE0B_EVER") + 1) as "FIRST_PAGE",
          substr("S"."LAST_PAGE_URLPATH_956E4868_EVER", position(' ', "S"."LAST_PAGE_URLPATH_956E4868_EVER") + 1) as "LAST_PAGE",
          substr("S"."LAST_PAGE_URLPATH_BD0E1278_EVER", position(' ', "S"."LAST_PAGE_URLPATH_BD0E1278_EVER") + 1) as "LAST_CART_PAGE",
          coalesce(
            substr("S"."FIRST_MKT_CAMPAIGN_2D9DFE67_EVER", position(' ', "S"."FIRST_MKT_CAMPAIGN_2D9DFE67_EVER") + 1),
            'none'
          ) as "FIRST_CAMPAIGN",
          to_double(
            substr(
              "S"."LAST_SE_VALUE_03466D5F_IN_LAST_7_DAYS",
              position(' ', "S"."LAST_SE_VALUE_03466D5F_IN_LAST_7_DAYS") + 1
            )
          ) as "LAST_PRICE",
          cast(
            substr("S"."LAST_BR_COOKIES_20F44A36_EVER", position(' ', "S"."LAST_BR_COOKIES_20F44A36_EVER") + 1) as boolean
          ) as "LAST_COOKIES",
          to_timestamp_ntz(
            substr(
              "S"."FIRST_DERIVED_TSTAMP_EC1BAA72_EVER",
              position(' ', "S"."FIRST_DERIVED_TSTAMP_EC1BAA72_EVER") + 1
            )
          ) as "FIRST_SEEN"
        from
          "SCALARS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "FIRST_PAGE",
          "LAST_PAGE",
          "LAST_CART_PAGE",
          "FIRST_CAMPAIGN",
          "LAST_PRICE",
          "LAST_COOKIES",
          "FIRST_SEEN",
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
      "N"."FIRST_PAGE",
      "N"."LAST_PAGE",
      "N"."LAST_CART_PAGE",
      "N"."FIRST_CAMPAIGN",
      "N"."LAST_PRICE",
      "N"."LAST_COOKIES",
      "N"."FIRST_SEEN",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:6 as timestamp_ntz)
        and equal_null("N"."FIRST_PAGE", "P"."FIRST_PAGE")
        and equal_null("N"."LAST_PAGE", "P"."LAST_PAGE")
        and equal_null("N"."LAST_CART_PAGE", "P"."LAST_CART_PAGE")
        and equal_null("N"."FIRST_CAMPAIGN", "P"."FIRST_CAMPAIGN")
        and equal_null("N"."LAST_PRICE", "P"."LAST_PRICE")
        and equal_null("N"."LAST_COOKIES", "P"."LAST_COOKIES")
        and equal_null("N"."FIRST_SEEN", "P"."FIRST_SEEN") then "P"."UPDATED_AT"
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
  "FIRST_PAGE" = "N"."FIRST_PAGE",
  "LAST_PAGE" = "N"."LAST_PAGE",
  "LAST_CART_PAGE" = "N"."LAST_CART_PAGE",
  "FIRST_CAMPAIGN" = "N"."FIRST_CAMPAIGN",
  "LAST_PRICE" = "N"."LAST_PRICE",
  "LAST_COOKIES" = "N"."LAST_COOKIES",
  "FIRST_SEEN" = "N"."FIRST_SEEN",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "FIRST_PAGE",
    "LAST_PAGE",
    "LAST_CART_PAGE",
    "FIRST_CAMPAIGN",
    "LAST_PRICE",
    "LAST_COOKIES",
    "FIRST_SEEN",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."FIRST_PAGE",
    "N"."LAST_PAGE",
    "N"."LAST_CART_PAGE",
    "N"."FIRST_CAMPAIGN",
    "N"."LAST_PRICE",
    "N"."LAST_COOKIES",
    "N"."FIRST_SEEN",
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
