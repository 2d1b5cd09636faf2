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
          "DISTINCT_ACTIVE_DAY_AF902F73",
          "DISTINCT_PAGE_URLPATH_6C400F94",
          "DISTINCT_PAGE_URLPATH_AC50DF94",
          "DISTINCT_SE_LABEL_88F91F73",
          "DISTINCT_SE_VALUE_94084A21",
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
          nullif(hll_estimate(hll_combine(hll_import("DISTINCT_ACTIVE_DAY_AF902F73"))), 0) as "DISTINCT_ACTIVE_DAY_AF902F73_EVER",
          nullif(hll_estimate(hll_combine(hll_import("DISTINCT_PAGE_URLPATH_6C400F94"))), 0) as "DISTINCT_PAGE_URLPATH_6C400F94_EVER",
          nullif(hll_estimate(hll_combine(hll_import("DISTINCT_PAGE_URLPATH_AC50DF94"))), 0) as "DISTINCT_PAGE_URLPATH_AC50DF94_EVER",
          nullif(
            hll_estimate(hll_combine(hll_import(iff("IN_LAST_7_DAYS", "DISTINCT_PAGE_URLPATH_AC50DF94", null)))),
            0
          ) as "DISTINCT_PAGE_URLPATH_AC50DF94_IN_LAST_7_DAYS",
          nullif(hll_estimate(hll_combine(hll_import("DISTINCT_SE_LABEL_88F91F73"))), 0) as "DISTINCT_SE_LABEL_88F91F73_EVER",
          nullif(hll_estimate(hll_combine(hll_import("DISTINCT_SE_VALUE_94084A21"))), 0) as "DISTINCT_SE_VALUE_94084A21_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ADD_TO_CART_66BE2CF4") > 0
          or sum("COUNT_ANY_EVENT_04A949EC") > 0
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce(cast("S"."DISTINCT_PAGE_URLPATH_AC50DF94_EVER" as number(38, 0)), 0) as "PAGES",
          case
            when "S"."DISTINCT_PAGE_URLPATH_AC50DF94_IN_LAST_7_DAYS" is null then 0
            else iff(
              "S"."DISTINCT_PAGE_URLPATH_AC50DF94_IN_LAST_7_DAYS" between -2147483648 and 2147483647,
              "S"."DISTINCT_PAGE_URLPATH_AC50DF94_IN_LAST_7_DAYS",
              null
            )
          end as "PAGES_IN_7_DAYS",
          coalesce(cast("S"."DISTINCT_SE_VALUE_94084A21_EVER" as number(38, 0)), 0) as "PRICES",
          coalesce(cast("S"."DISTINCT_SE_LABEL_88F91F73_EVER" as varchar), '0') as "LABELS",
          coalesce(cast("S"."DISTINCT_ACTIVE_DAY_AF902F73_EVER" as number(38, 0)), 0) as "ACTIVE_DAYS",
          coalesce(cast("S"."DISTINCT_PAGE_URLPATH_6C400F94_EVER" as float), -1::float) as "CARTS"
        from
          "SCALARS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "PAGES",
          "PAGES_IN_7_DAYS",
          "PRICES",
          "LABELS",
          "ACTIVE_DAYS",
          "CARTS",
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
      "N"."PAGES",
      "N"."PAGES_IN_7_DAYS",
      "N"."PRICES",
      "N"."LABELS",
      "N"."ACTIVE_DAYS",
      "N"."CARTS",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:6 as timestamp_ntz)
        and equal_null("N"."PAGES", "P"."PAGES")
        and equal_null("N"."PAGES_IN_7_DAYS", "P"."PAGES_IN_7_DAYS")
        and equal_null("N"."PRICES", "P"."PRICES")
        and equal_null("N"."LABELS", "P"."LABELS")
        and equal_null("N"."ACTIVE_DAYS", "P"."ACTIVE_DAYS")
        and equal_null("N"."CARTS", "P"."CARTS") then "P"."UPDATED_AT"
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
  "PAGES" = "N"."PAGES",
  "PAGES_IN_7_DAYS" = "N"."PAGES_IN_7_DAYS",
  "PRICES" = "N"."PRICES",
  "LABELS" = "N"."LABELS",
  "ACTIVE_DAYS" = "N"."ACTIVE_DAYS",
  "CARTS" = "N"."CARTS",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "PAGES",
    "PAGES_IN_7_DAYS",
    "PRICES",
    "LABELS",
    "ACTIVE_DAYS",
    "CARTS",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."PAGES",
    "N"."PAGES_IN_7_DAYS",
    "N"."PRICES",
    "N"."LABELS",
    "N"."ACTIVE_DAYS",
    "N"."CARTS",
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
