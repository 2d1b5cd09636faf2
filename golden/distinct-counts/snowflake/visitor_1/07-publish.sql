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
    "PAGES",
    "PAGES_IN_7_DAYS",
    "PRICES",
    "LABELS",
    "ACTIVE_DAYS",
    "CARTS",
    "AS_OF",
    "UPDATED_AT"
  )
with
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
          table (split_to_table(:2, ','))
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
  )
select
  "N"."DOMAIN_USERID",
  "N"."PAGES",
  "N"."PAGES_IN_7_DAYS",
  "N"."PRICES",
  "N"."LABELS",
  "N"."ACTIVE_DAYS",
  "N"."CARTS",
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."DOMAIN_USERID" is not null
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
  left join "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" as "P" on "P"."DOMAIN_USERID" = "N"."DOMAIN_USERID";

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT"
from
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES";
