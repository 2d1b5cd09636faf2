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
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" (
    "DOMAIN_USERID",
    "EVER",
    "LAST_DAY",
    "LAST_24_HOURS",
    "LAST_7_DAYS",
    "LAST_WEEK",
    "SPENT_IN_3_DAYS",
    "DEAREST_IN_3_DAYS",
    "PAGES_IN_3_DAYS",
    "AS_OF",
    "UPDATED_AT"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_PAGE_VIEW_3B346107",
      "MAX_SE_VALUE_D56D78D7",
      "SUM_SE_VALUE_038D88B0",
      "BUCKET" >= dateadd(day, -1, date_trunc('day', cast(:1 as timestamp_ntz)))
      and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_1_DAY",
      "BUCKET" >= dateadd(day, -3, date_trunc('day', cast(:1 as timestamp_ntz)))
      and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_3_DAYS",
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
      sum("COUNT_PAGE_VIEW_3B346107") as "COUNT_PAGE_VIEW_3B346107_EVER",
      sum(iff("IN_LAST_1_DAY", "COUNT_PAGE_VIEW_3B346107", null)) as "COUNT_PAGE_VIEW_3B346107_IN_LAST_1_DAY",
      sum(iff("IN_LAST_7_DAYS", "COUNT_PAGE_VIEW_3B346107", null)) as "COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS",
      max(iff("IN_LAST_3_DAYS", "MAX_SE_VALUE_D56D78D7", null)) as "MAX_SE_VALUE_D56D78D7_IN_LAST_3_DAYS",
      sum(iff("IN_LAST_3_DAYS", "SUM_SE_VALUE_038D88B0", null)) as "SUM_SE_VALUE_038D88B0_IN_LAST_3_DAYS"
    from
      "LIVE_AGGREGATES"
    group by
      "KEY"
    having
      sum("COUNT_ANY_EVENT_04A949EC") > 0
      or sum("COUNT_PAGE_VIEW_3B346107") > 0
  ),
  "LIVE_VALUES" as (
    select
      "KEY",
      "STATE",
      "VALUE",
      "N",
      "LAST_ORDER",
      "BUCKET" >= dateadd(day, -3, date_trunc('day', cast(:1 as timestamp_ntz)))
      and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_3_DAYS"
    from
      "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
      and "STATE" in ('values_page_urlpath_5bbbb11f')
  ),
  "VALUE_TOTALS" as (
    select
      "KEY",
      "STATE",
      "VALUE",
      sum(iff("IN_LAST_3_DAYS", "N", null)) as "N_IN_LAST_3_DAYS",
      max(iff("IN_LAST_3_DAYS", "LAST_ORDER", null)) as "LAST_ORDER_IN_LAST_3_DAYS"
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
      "N_IN_LAST_3_DAYS",
      "LAST_ORDER_IN_LAST_3_DAYS",
      row_number() over (
        partition by
          "KEY",
          "STATE"
        order by
          "LAST_ORDER_IN_LAST_3_DAYS" desc nulls last,
          "VALUE" desc nulls last
      ) as "BY_LATEST_IN_LAST_3_DAYS"
    from
      "VALUE_TOTALS"
  ),
  "VALUE_SUMMARIES" as (
    select
      "KEY",
      iff(
        count_if(
          "STATE" = 'values_page_urlpath_5bbbb11f'
          and "N_IN_LAST_3_DAYS" is not null
          and "BY_LATEST_IN_LAST_3_DAYS" <= 100
        ) > 0,
        array_agg(
          iff(
            "STATE" = 'values_page_urlpath_5bbbb11f'
            and "N_IN_LAST_3_DAYS" is not null
            and "BY_LATEST_IN_LAST_3_DAYS" <= 100,
            "VALUE",
            null
          )
        ) within group (
          order by
            "LAST_ORDER_IN_LAST_3_DAYS",
            "VALUE"
        ),
        null
      ) as "LIST_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_3_DAYS"
    from
      "VALUE_RANKS"
    group by
      "KEY"
  ),
  "STATES_OF_KEYS" as (
    select
      "S"."KEY",
      "S"."COUNT_PAGE_VIEW_3B346107_EVER",
      "S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_1_DAY",
      "S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS",
      "S"."MAX_SE_VALUE_D56D78D7_IN_LAST_3_DAYS",
      "S"."SUM_SE_VALUE_038D88B0_IN_LAST_3_DAYS",
      "V"."LIST_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_3_DAYS"
    from
      "SCALARS" as "S"
      left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
  ),
  "NEW_VALUES" as (
    select
      "S"."KEY" as "DOMAIN_USERID",
      coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_EVER" as number(38, 0)), 0) as "EVER",
      coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_1_DAY" as number(38, 0)), 0) as "LAST_DAY",
      coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_1_DAY" as number(38, 0)), 0) as "LAST_24_HOURS",
      coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS" as number(38, 0)), 0) as "LAST_7_DAYS",
      coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS" as number(38, 0)), 0) as "LAST_WEEK",
      coalesce(to_double(cast("S"."SUM_SE_VALUE_038D88B0_IN_LAST_3_DAYS" as varchar)), 0::float) as "SPENT_IN_3_DAYS",
      "S"."MAX_SE_VALUE_D56D78D7_IN_LAST_3_DAYS" as "DEAREST_IN_3_DAYS",
      coalesce("S"."LIST_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_3_DAYS", cast(array_construct() as array)) as "PAGES_IN_3_DAYS"
    from
      "STATES_OF_KEYS" as "S"
  )
select
  "N"."DOMAIN_USERID",
  "N"."EVER",
  "N"."LAST_DAY",
  "N"."LAST_24_HOURS",
  "N"."LAST_7_DAYS",
  "N"."LAST_WEEK",
  "N"."SPENT_IN_3_DAYS",
  "N"."DEAREST_IN_3_DAYS",
  "N"."PAGES_IN_3_DAYS",
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."DOMAIN_USERID" is not null
    and equal_null("N"."EVER", "P"."EVER")
    and equal_null("N"."LAST_DAY", "P"."LAST_DAY")
    and equal_null("N"."LAST_24_HOURS", "P"."LAST_24_HOURS")
    and equal_null("N"."LAST_7_DAYS", "P"."LAST_7_DAYS")
    and equal_null("N"."LAST_WEEK", "P"."LAST_WEEK")
    and equal_null("N"."SPENT_IN_3_DAYS", "P"."SPENT_IN_3_DAYS")
    and equal_null("N"."DEAREST_IN_3_DAYS", "P"."DEAREST_IN_3_DAYS")
    and equal_null(to_json("N"."PAGES_IN_3_DAYS"), to_json("P"."PAGES_IN_3_DAYS")) then "P"."UPDATED_AT"
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
