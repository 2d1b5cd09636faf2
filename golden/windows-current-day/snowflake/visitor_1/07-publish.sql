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
    "ONE_DAY",
    "TWO_DAYS",
    "SIX_HOURS",
    "FIRST_PAGE_IN_TWO_DAYS",
    "AS_OF",
    "UPDATED_AT"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      "COUNT_ANY_EVENT_08B5A954",
      "COUNT_ANY_EVENT_A33A448D",
      "FIRST_PAGE_URLPATH_76C7B54F",
      "BUCKET" >= date_trunc('day', cast(:1 as timestamp_ntz))
      and "BUCKET" < dateadd(day, 1, date_trunc('day', cast(:1 as timestamp_ntz))) as "IN_LAST_1_DAY_AND_TODAY",
      "BUCKET" >= dateadd(day, -1, date_trunc('day', cast(:1 as timestamp_ntz)))
      and "BUCKET" < dateadd(day, 1, date_trunc('day', cast(:1 as timestamp_ntz))) as "IN_LAST_2_DAYS_AND_TODAY",
      "BUCKET" >= dateadd(hour, -6, date_trunc('hour', cast(:1 as timestamp_ntz)))
      and "BUCKET" < date_trunc('hour', cast(:1 as timestamp_ntz)) as "IN_LAST_6_HOURS"
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
      sum(iff("IN_LAST_1_DAY_AND_TODAY", "COUNT_ANY_EVENT_08B5A954", null)) as "COUNT_ANY_EVENT_08B5A954_IN_LAST_1_DAY_AND_TODAY",
      sum(iff("IN_LAST_2_DAYS_AND_TODAY", "COUNT_ANY_EVENT_08B5A954", null)) as "COUNT_ANY_EVENT_08B5A954_IN_LAST_2_DAYS_AND_TODAY",
      sum(iff("IN_LAST_6_HOURS", "COUNT_ANY_EVENT_A33A448D", null)) as "COUNT_ANY_EVENT_A33A448D_IN_LAST_6_HOURS",
      min(iff("IN_LAST_2_DAYS_AND_TODAY", "FIRST_PAGE_URLPATH_76C7B54F", null)) as "FIRST_PAGE_URLPATH_76C7B54F_IN_LAST_2_DAYS_AND_TODAY"
    from
      "LIVE_AGGREGATES"
    group by
      "KEY"
    having
      sum("COUNT_ANY_EVENT_08B5A954") > 0
  ),
  "NEW_VALUES" as (
    select
      "S"."KEY" as "DOMAIN_USERID",
      coalesce(cast("S"."COUNT_ANY_EVENT_08B5A954_IN_LAST_1_DAY_AND_TODAY" as number(38, 0)), 0) as "ONE_DAY",
      coalesce(cast("S"."COUNT_ANY_EVENT_08B5A954_IN_LAST_2_DAYS_AND_TODAY" as number(38, 0)), 0) as "TWO_DAYS",
      coalesce(cast("S"."COUNT_ANY_EVENT_A33A448D_IN_LAST_6_HOURS" as number(38, 0)), 0) as "SIX_HOURS",
      substr(
        "S"."FIRST_PAGE_URLPATH_76C7B54F_IN_LAST_2_DAYS_AND_TODAY",
        position(' ', "S"."FIRST_PAGE_URLPATH_76C7B54F_IN_LAST_2_DAYS_AND_TODAY") + 1
      ) as "FIRST_PAGE_IN_TWO_DAYS"
    from
      "SCALARS" as "S"
  )
select
  "N"."DOMAIN_USERID",
  "N"."ONE_DAY",
  "N"."TWO_DAYS",
  "N"."SIX_HOURS",
  "N"."FIRST_PAGE_IN_TWO_DAYS",
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."DOMAIN_USERID" is not null
    and equal_null("N"."ONE_DAY", "P"."ONE_DAY")
    and equal_null("N"."TWO_DAYS", "P"."TWO_DAYS")
    and equal_null("N"."SIX_HOURS", "P"."SIX_HOURS")
    and equal_null("N"."FIRST_PAGE_IN_TWO_DAYS", "P"."FIRST_PAGE_IN_TWO_DAYS") then "P"."UPDATED_AT"
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
