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
          "COUNT_ANY_EVENT_BY_BR_COOKIES_ECF9A1CC",
          "COUNT_ANY_EVENT_BY_DERIVED_TSTAMP_E227BBAD",
          "COUNT_ANY_EVENT_BY_GEO_COUNTRY_0010287D",
          "COUNT_ANY_EVENT_BY_GEO_COUNTRY_231A62E9",
          "COUNT_ANY_EVENT_BY_GEO_COUNTRY_6A44D824",
          "COUNT_ANY_EVENT_BY_GEO_COUNTRY_BAF376B5",
          "COUNT_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VAL_E888B8F6",
          "COUNT_ANY_EVENT_BY_GEO_COUNTRY_E3F85D25",
          "COUNT_ANY_EVENT_BY_SE_VALUE_1177C6F0",
          "COUNT_ANY_EVENT_BY_SE_VALUE_30745368",
          "COUNT_ANY_EVENT_BY_SE_VALUE_515C69B9",
          "COUNT_ANY_EVENT_BY_SE_VALUE_F5A64FC8",
          "COUNT_PAGE_VIEW_BY_PAGE_URLPATH_649BEA5C",
          "COUNT_PAGE_VIEW_EF75C893",
          "COUNT_PURCHASE_6544B52E"
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
          sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC_EVER",
          sum("COUNT_ANY_EVENT_BY_BR_COOKIES_ECF9A1CC") as "COUNT_ANY_EVENT_BY_BR_COOKIES_ECF9A1CC_EVER",
          sum("COUNT_ANY_EVENT_BY_DERIVED_TSTAMP_E227BBAD") as "COUNT_ANY_EVENT_BY_DERIVED_TSTAMP_E227BBAD_EVER",
          sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_0010287D") as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_0010287D_EVER",
          sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_231A62E9") as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_231A62E9_EVER",
          sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_6A44D824") as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_6A44D824_EVER",
          sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_BAF376B5") as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_BAF376B5_EVER",
          sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VAL_E888B8F6") as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VAL_E888B8F6_EVER",
          sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_E3F85D25") as "COUNT_ANY_EVENT_BY_GEO_COUNTRY_E3F85D25_EVER",
          sum("COUNT_ANY_EVENT_BY_SE_VALUE_1177C6F0") as "COUNT_ANY_EVENT_BY_SE_VALUE_1177C6F0_EVER",
          sum("COUNT_ANY_EVENT_BY_SE_VALUE_30745368") as "COUNT_ANY_EVENT_BY_SE_VALUE_30745368_EVER",
          sum("COUNT_ANY_EVENT_BY_SE_VALUE_515C69B9") as "COUNT_ANY_EVENT_BY_SE_VALUE_515C69B9_EVER",
          sum("COUNT_ANY_EVENT_BY_SE_VALUE_F5A64FC8") as "COUNT_ANY_EVENT_BY_SE_VALUE_F5A64FC8_EVER",
          sum("COUNT_PAGE_VIEW_BY_PAGE_URLPATH_649BEA5C") as "COUNT_PAGE_VIEW_BY_PAGE_URLPATH_649BEA5C_EVER",
          sum("COUNT_PAGE_VIEW_EF75C893") as "COUNT_PAGE_VIEW_EF75C893_EVER",
          sum("COUNT_PURCHASE_6544B52E") as "COUNT_PURCHASE_6544B52E_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_ANY_EVENT_BY_BR_COOKIES_ECF9A1CC") > 0
          or sum("COUNT_ANY_EVENT_BY_DERIVED_TSTAMP_E227BBAD") > 0
          or sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_0010287D") > 0
          or sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_231A62E9") > 0
          or sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_6A44D824") > 0
          or sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_BAF376B5") > 0
          or sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VAL_E888B8F6") > 0
          or sum("COUNT_ANY_EVENT_BY_GEO_COUNTRY_E3F85D25") > 0
          or sum("COUNT_ANY_EVENT_BY_SE_VALUE_1177C6F0") > 0
          or sum("COUNT_ANY_EVENT_BY_SE_VALUE_30745368") > 0
          or sum("COUNT_ANY_EVENT_BY_SE_VALUE_515C69B9") > 0
          or sum("COUNT_ANY_EVENT_BY_SE_VALUE_F5A64FC8") > 0
          or sum("COUNT_PAGE_VIEW_BY_PAGE_URLPATH_649BEA5C") > 0
          or sum("COUNT_PAGE_VIEW_EF75C893") > 0
          or sum("COUNT_PURCHASE_6544B52E") > 0
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce(cast("S"."COUNT_ANY_EVENT_04A949EC_EVER" as number(38, 0)), 0) as "EVENTS",
          case
            when "S"."COUNT_PAGE_VIEW_EF75C893_EVER" is null then 0
            else iff(
              "S"."COUNT_PAGE_VIEW_EF75C893_EVER" between -2147483648 and 2147483647,
              "S"."COUNT_PAGE_VIEW_EF75C893_EVER",
              null
            )
          end as "PAGE_VIEWS",
          coalesce(cast("S"."COUNT_PAGE_VIEW_EF75C893_EVER" as varchar), '0') as "VIEWS_AS_TEXT",
          coalesce(cast("S"."COUNT_PURCHASE_6544B52E_EVER" as number(38, 0)), 0) as "PURCHASES",
          coalesce(cast("S"."COUNT_PURCHASE_6544B52E_EVER" as number(38, 0)), -1) as "PURCHASES_OR_NONE",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_GEO_COUNTRY_6A44D824_EVER" as number(38, 0)), 0) as "IN_SWEDEN",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_GEO_COUNTRY_0010287D_EVER" as number(38, 0)), 0) as "NOT_IN_SWEDEN",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_GEO_COUNTRY_BAF376B5_EVER" as number(38, 0)), 0) as "IN_THE_NORDICS",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_GEO_COUNTRY_E3F85D25_EVER" as number(38, 0)), 0) as "COUNTRY_UNKNOWN",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_GEO_COUNTRY_231A62E9_EVER" as number(38, 0)), 0) as "COUNTRY_KNOWN",
          coalesce(cast("S"."COUNT_PAGE_VIEW_BY_PAGE_URLPATH_649BEA5C_EVER" as number(38, 0)), 0) as "PRODUCT_PAGES",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_SE_VALUE_515C69B9_EVER" as number(38, 0)), 0) as "BELOW_TEN",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_SE_VALUE_30745368_EVER" as number(38, 0)), 0) as "AT_MOST_TEN",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_SE_VALUE_1177C6F0_EVER" as number(38, 0)), 0) as "ABOVE_TEN",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_SE_VALUE_F5A64FC8_EVER" as number(38, 0)), 0) as "AT_LEAST_TEN",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_BR_COOKIES_ECF9A1CC_EVER" as number(38, 0)), 0) as "WITH_COOKIES",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_DERIVED_TSTAMP_E227BBAD_EVER" as number(38, 0)), 0) as "SINCE_THE_TWELFTH",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VAL_E888B8F6_EVER" as number(38, 0)), 0) as "NORDIC_PRODUCT_OR_DEAR"
        from
          "SCALARS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "EVENTS",
          "PAGE_VIEWS",
          "VIEWS_AS_TEXT",
          "PURCHASES",
          "PURCHASES_OR_NONE",
          "IN_SWEDEN",
          "NOT_IN_SWEDEN",
          "IN_THE_NORDICS",
          "COUNTRY_UNKNOWN",
          "COUNTRY_KNOWN",
          "PRODUCT_PAGES",
          "BELOW_TEN",
          "AT_MOST_TEN",
          "ABOVE_TEN",
          "AT_LEAST_TEN",
          "WITH_COOKIES",
          "SINCE_THE_TWELFTH",
          "NORDIC_PRODUCT_OR_DEAR",
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
      "N"."EVENTS",
      "N"."PAGE_VIEWS",
      "N"."VIEWS_AS_TEXT",
      "N"."PURCHASES",
      "N"."PURCHASES_OR_NONE",
      "N"."IN_SWEDEN",
      "N"."NOT_IN_SWEDEN",
      "N"."IN_THE_NORDICS",
      "N"."COUNTRY_UNKNOWN",
      "N"."COUNTRY_KNOWN",
      "N"."PRODUCT_PAGES",
      "N"."BELOW_TEN",
      "N"."AT_MOST_TEN",
      "N"."ABOVE_TEN",
      "N"."AT_LEAST_TEN",
      "N"."WITH_COOKIES",
      "N"."SINCE_THE_TWELFTH",
      "N"."NORDIC_PRODUCT_OR_DEAR",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
        and equal_null("N"."EVENTS", "P"."EVENTS")
        and equal_null("N"."PAGE_VIEWS", "P"."PAGE_VIEWS")
        and equal_null("N"."VIEWS_AS_TEXT", "P"."VIEWS_AS_TEXT")
        and equal_null("N"."PURCHASES", "P"."PURCHASES")
        and equal_null("N"."PURCHASES_OR_NONE", "P"."PURCHASES_OR_NONE")
        and equal_null("N"."IN_SWEDEN", "P"."IN_SWEDEN")
        and equal_null("N"."NOT_IN_SWEDEN", "P"."NOT_IN_SWEDEN")
        and equal_null("N"."IN_THE_NORDICS", "P"."IN_THE_NORDICS")
        and equal_null("N"."COUNTRY_UNKNOWN", "P"."COUNTRY_UNKNOWN")
        and equal_null("N"."COUNTRY_KNOWN", "P"."COUNTRY_KNOWN")
        and equal_null("N"."PRODUCT_PAGES", "P"."PRODUCT_PAGES")
        and equal_null("N"."BELOW_TEN", "P"."BELOW_TEN")
        and equal_null("N"."AT_MOST_TEN", "P"."AT_MOST_TEN")
        and equal_null("N"."ABOVE_TEN", "P"."ABOVE_TEN")
        and equal_null("N"."AT_LEAST_TEN", "P"."AT_LEAST_TEN")
        and equal_null("N"."WITH_COOKIES", "P"."WITH_COOKIES")
        and equal_null("N"."SINCE_THE_TWELFTH", "P"."SINCE_THE_TWELFTH")
        and equal_null("N"."NORDIC_PRODUCT_OR_DEAR", "P"."NORDIC_PRODUCT_OR_DEAR") then "P"."UPDATED_AT"
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
  "EVENTS" = "N"."EVENTS",
  "PAGE_VIEWS" = "N"."PAGE_VIEWS",
  "VIEWS_AS_TEXT" = "N"."VIEWS_AS_TEXT",
  "PURCHASES" = "N"."PURCHASES",
  "PURCHASES_OR_NONE" = "N"."PURCHASES_OR_NONE",
  "IN_SWEDEN" = "N"."IN_SWEDEN",
  "NOT_IN_SWEDEN" = "N"."NOT_IN_SWEDEN",
  "IN_THE_NORDICS" = "N"."IN_THE_NORDICS",
  "COUNTRY_UNKNOWN" = "N"."COUNTRY_UNKNOWN",
  "COUNTRY_KNOWN" = "N"."COUNTRY_KNOWN",
  "PRODUCT_PAGES" = "N"."PRODUCT_PAGES",
  "BELOW_TEN" = "N"."BELOW_TEN",
  "AT_MOST_TEN" = "N"."AT_MOST_TEN",
  "ABOVE_TEN" = "N"."ABOVE_TEN",
  "AT_LEAST_TEN" = "N"."AT_LEAST_TEN",
  "WITH_COOKIES" = "N"."WITH_COOKIES",
  "SINCE_THE_TWELFTH" = "N"."SINCE_THE_TWELFTH",
  "NORDIC_PRODUCT_OR_DEAR" = "N"."NORDIC_PRODUCT_OR_DEAR",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "EVENTS",
    "PAGE_VIEWS",
    "VIEWS_AS_TEXT",
    "PURCHASES",
    "PURCHASES_OR_NONE",
    "IN_SWEDEN",
    "NOT_IN_SWEDEN",
    "IN_THE_NORDICS",
    "COUNTRY_UNKNOWN",
    "COUNTRY_KNOWN",
    "PRODUCT_PAGES",
    "BELOW_TEN",
    "AT_MOST_TEN",
    "ABOVE_TEN",
    "AT_LEAST_TEN",
    "WITH_COOKIES",
    "SINCE_THE_TWELFTH",
    "NORDIC_PRODUCT_OR_DEAR",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."EVENTS",
    "N"."PAGE_VIEWS",
    "N"."VIEWS_AS_TEXT",
    "N"."PURCHASES",
    "N"."PURCHASES_OR_NONE",
    "N"."IN_SWEDEN",
    "N"."NOT_IN_SWEDEN",
    "N"."IN_THE_NORDICS",
    "N"."COUNTRY_UNKNOWN",
    "N"."COUNTRY_KNOWN",
    "N"."PRODUCT_PAGES",
    "N"."BELOW_TEN",
    "N"."AT_MOST_TEN",
    "N"."ABOVE_TEN",
    "N"."AT_LEAST_TEN",
    "N"."WITH_COOKIES",
    "N"."SINCE_THE_TWELFTH",
    "N"."NORDIC_PRODUCT_OR_DEAR",
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
