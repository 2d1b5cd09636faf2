-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_attributes
-- writes: visitor_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- replace (:1 as_of, :2 segments)
insert overwrite into
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" ("DOMAIN_USERID", "PAGE_VIEWS", "SPENT", "PAGES", "AS_OF", "UPDATED_AT")
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      "COUNT_PAGE_VIEW_EF75C893",
      "COUNT_PURCHASE_6544B52E",
      "SUM_SE_VALUE_4D8072FB"
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
      sum("COUNT_PAGE_VIEW_EF75C893") as "COUNT_PAGE_VIEW_EF75C893_EVER",
      sum("SUM_SE_VALUE_4D8072FB") as "SUM_SE_VALUE_4D8072FB_EVER"
    from
      "LIVE_AGGREGATES"
    group by
      "KEY"
    having
      sum("COUNT_PAGE_VIEW_EF75C893") > 0
      or sum("COUNT_PURCHASE_6544B52E") > 0
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
          table (split_to_table(:2, ','))
      )
      and "STATE" in ('values_page_urlpath_0e8f2233')
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
          "STATE" = 'values_page_urlpath_0e8f2233'
          and "N_EVER" is not null
          and "BY_LATEST_EVER" <= 100
        ) > 0,
        array_agg(
          iff(
            "STATE" = 'values_page_urlpath_0e8f2233'
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
      ) as "LIST_VALUES_PAGE_URLPATH_0E8F2233_EVER"
    from
      "VALUE_RANKS"
    group by
      "KEY"
  ),
  "STATES_OF_KEYS" as (
    select
      "S"."KEY",
      "S"."COUNT_PAGE_VIEW_EF75C893_EVER",
      "S"."SUM_SE_VALUE_4D8072FB_EVER",
      "V"."LIST_VALUES_PAGE_URLPATH_0E8F2233_EVER"
    from
      "SCALARS" as "S"
      left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
  ),
  "NEW_VALUES" as (
    select
      "S"."KEY" as "DOMAIN_USERID",
      coalesce(cast("S"."COUNT_PAGE_VIEW_EF75C893_EVER" as number(38, 0)), 0) as "PAGE_VIEWS",
      coalesce(to_double(cast("S"."SUM_SE_VALUE_4D8072FB_EVER" as varchar)), 0::float) as "SPENT",
      coalesce("S"."LIST_VALUES_PAGE_URLPATH_0E8F2233_EVER", cast(array_construct() as array)) as "PAGES"
    from
      "STATES_OF_KEYS" as "S"
  )
select
  "N"."DOMAIN_USERID",
  "N"."PAGE_VIEWS",
  "N"."SPENT",
  "N"."PAGES",
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."DOMAIN_USERID" is not null
    and equal_null("N"."PAGE_VIEWS", "P"."PAGE_VIEWS")
    and equal_null("N"."SPENT", "P"."SPENT")
    and equal_null(to_json("N"."PAGES"), to_json("P"."PAGES")) then "P"."UPDATED_AT"
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
