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
    "SIX_HOURS",
    "DAY_AND_A_HALF",
    "NINETY_MINUTES",
    "LAST_PAGE_IN_SIX_HOURS",
    "EVER",
    "AS_OF",
    "UPDATED_AT"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      "COUNT_ANY_EVENT_022CA00A",
      "COUNT_ANY_EVENT_A33A448D",
      "LAST_PAGE_URLPATH_D3898135",
      "BUCKET" >= dateadd(hour, -36, date_trunc('hour', cast(:1 as timestamp_ntz)))
      and "BUCKET" < date_trunc('hour', cast(:1 as timestamp_ntz)) as "IN_LAST_36_HOURS",
      "BUCKET" >= dateadd(hour, -6, date_trunc('hour', cast(:1 as timestamp_ntz)))
      and "BUCKET" < date_trunc('hour', cast(:1 as timestamp_ntz)) as "IN_LAST_6_HOURS",
      "BUCKET" >= dateadd(minute, -90, date_trunc('minute', cast(:1 as timestamp_ntz)))
      and "BUCKET" < date_trunc('minute', cast(:1 as timestamp_ntz)) as "IN_LAST_90_MINUTES"
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
      sum(iff("IN_LAST_90_MINUTES", "COUNT_ANY_EVENT_022CA00A", null)) as "COUNT_ANY_EVENT_022CA00A_IN_LAST_90_MINUTES",
      sum("COUNT_ANY_EVENT_A33A448D") as "COUNT_ANY_EVENT_A33A448D_EVER",
      sum(iff("IN_LAST_36_HOURS", "COUNT_ANY_EVENT_A33A448D", null)) as "COUNT_ANY_EVENT_A33A448D_IN_LAST_36_HOURS",
      sum(iff("IN_LAST_6_HOURS", "COUNT_ANY_EVENT_A33A448D", null)) as "COUNT_ANY_EVENT_A33A448D_IN_LAST_6_HOURS",
      max(iff("IN_LAST_6_HOURS", "LAST_PAGE_URLPATH_D3898135", null)) as "LAST_PAGE_URLPATH_D3898135_IN_LAST_6_HOURS"
    from
      "LIVE_AGGREGATES"
    group by
      "KEY"
    having
      sum("COUNT_ANY_EVENT_A33A448D") > 0
  ),
  "NEW_VALUES" as (
    select
      "S"."KEY" as "DOMAIN_USERID",
      coalesce(cast("S"."COUNT_ANY_EVENT_A33A448D_IN_LAST_6_HOURS" as number(38, 0)), 0) as "SIX_HOURS",
      coalesce(cast("S"."COUNT_ANY_EVENT_A33A448D_IN_LAST_36_HOURS" as number(38, 0)), 0) as "DAY_AND_A_HALF",
      coalesce(cast("S"."COUNT_ANY_EVENT_022CA00A_IN_LAST_90_MINUTES" as number(38, 0)), 0) as "NINETY_MINUTES",
      substr(
        "S"."LAST_PAGE_URLPATH_D3898135_IN_LAST_6_HOURS",
        position(' ', "S"."LAST_PAGE_URLPATH_D3898135_IN_LAST_6_HOURS") + 1
      ) as "LAST_PAGE_IN_SIX_HOURS",
      coalesce(cast("S"."COUNT_ANY_EVENT_A33A448D_EVER" as number(38, 0)), 0) as "EVER"
    from
      "SCALARS" as "S"
  )
select
  "N"."DOMAIN_USERID",
  "N"."SIX_HOURS",
  "N"."DAY_AND_A_HALF",
  "N"."NINETY_MINUTES",
  "N"."LAST_PAGE_IN_SIX_HOURS",
  "N"."EVER",
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."DOMAIN_USERID" is not null
    and equal_null("N"."SIX_HOURS", "P"."SIX_HOURS")
    and equal_null("N"."DAY_AND_A_HALF", "P"."DAY_AND_A_HALF")
    and equal_null("N"."NINETY_MINUTES", "P"."NINETY_MINUTES")
    and equal_null("N"."LAST_PAGE_IN_SIX_HOURS", "P"."LAST_PAGE_IN_SIX_HOURS")
    and equal_null("N"."EVER", "P"."EVER") then "P"."UPDATED_AT"
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
