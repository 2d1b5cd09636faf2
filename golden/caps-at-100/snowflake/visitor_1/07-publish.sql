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
          "DISTINCT_PAGE_URLPATH_A374737D"
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
          nullif(hll_estimate(hll_combine(hll_import("DISTINCT_PAGE_URLPATH_A374737D"))), 0) as "DISTINCT_PAGE_URLPATH_A374737D_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_04A949EC") > 0
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
          and "STATE" in ('values_page_urlpath_85280da0')
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
          ) as "BY_LATEST_EVER",
          row_number() over (
            partition by
              "KEY",
              "STATE"
            order by
              "N_EVER" desc nulls last,
              "LAST_ORDER_EVER" desc nulls last,
              "VALUE" desc nulls last
          ) as "BY_MOST_EVER"
        from
          "VALUE_TOTALS"
      ),
      "VALUE_SUMMARIES" as (
        select
          "KEY",
          iff(
            count_if(
              "STATE" = 'values_page_urlpath_85280da0'
              and "N_EVER" is not null
              and "BY_MOST_EVER" <= 100
            ) > 0,
            object_agg(
              iff(
                "STATE" = 'values_page_urlpath_85280da0'
                and "N_EVER" is not null
                and "BY_MOST_EVER" <= 100,
                "VALUE",
                null
              ),
              cast("N_EVER" as variant)
            ),
            null
          ) as "CATEGORIES_VALUES_PAGE_URLPATH_85280DA0_EVER",
          iff(
            count_if(
              "STATE" = 'values_page_urlpath_85280da0'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_page_urlpath_85280da0'
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
          ) as "LIST_VALUES_PAGE_URLPATH_85280DA0_EVER"
        from
          "VALUE_RANKS"
        group by
          "KEY"
      ),
      "STATES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."DISTINCT_PAGE_URLPATH_A374737D_EVER",
          "V"."CATEGORIES_VALUES_PAGE_URLPATH_85280DA0_EVER",
          "V"."LIST_VALUES_PAGE_URLPATH_85280DA0_EVER"
        from
          "SCALARS" as "S"
          left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce("S"."LIST_VALUES_PAGE_URLPATH_85280DA0_EVER", cast(array_construct() as array)) as "PAGES",
          coalesce("S"."CATEGORIES_VALUES_PAGE_URLPATH_85280DA0_EVER", parse_json('{}', 'd')::object) as "PAGE_COUNTS",
          coalesce(cast("S"."DISTINCT_PAGE_URLPATH_A374737D_EVER" as number(38, 0)), 0) as "DISTINCT_PAGES"
        from
          "STATES_OF_KEYS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "PAGES",
          "PAGE_COUNTS",
          "DISTINCT_PAGES",
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
      "N"."PAGE_COUNTS",
      "N"."DISTINCT_PAGES",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
        and equal_null(to_json("N"."PAGES"), to_json("P"."PAGES"))
        and equal_null(to_json("N"."PAGE_COUNTS"), to_json("P"."PAGE_COUNTS"))
        and equal_null("N"."DISTINCT_PAGES", "P"."DISTINCT_PAGES") then "P"."UPDATED_AT"
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
  "PAGE_COUNTS" = "N"."PAGE_COUNTS",
  "DISTINCT_PAGES" = "N"."DISTINCT_PAGES",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  ("DOMAIN_USERID", "PAGES", "PAGE_COUNTS", "DISTINCT_PAGES", "AS_OF", "UPDATED_AT")
values
  (
    "N"."DOMAIN_USERID",
    "N"."PAGES",
    "N"."PAGE_COUNTS",
    "N"."DISTINCT_PAGES",
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
