-- session_2: publish
-- Makes the attributes of session_2 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  session_2_aggregates, session_2_attributes
-- writes: session_2_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- replace (:1 as_of, :2 segments)
insert overwrite into
  "SIGNALS_DERIVED"."SESSION_2_ATTRIBUTES" ("DOMAIN_SESSIONID", "PAGE_VIEWS", "SPENT", "AS_OF", "UPDATED_AT")
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      "COUNT_PAGE_VIEW_3B346107",
      "COUNT_PURCHASE_6544B52E",
      "SUM_SE_VALUE_4D8072FB",
      "BUCKET" >= dateadd(day, -7, date_trunc('day', cast(:1 as timestamp_ntz)))
      and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_7_DAYS"
    from
      "SIGNALS_DERIVED"."SESSION_2_AGGREGATES"
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
      sum(iff("IN_LAST_7_DAYS", "COUNT_PAGE_VIEW_3B346107", null)) as "COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS",
      sum("SUM_SE_VALUE_4D8072FB") as "SUM_SE_VALUE_4D8072FB_EVER"
    from
      "LIVE_AGGREGATES"
    group by
      "KEY"
    having
      sum("COUNT_PAGE_VIEW_3B346107") > 0
      or sum("COUNT_PURCHASE_6544B52E") > 0
  ),
  "NEW_VALUES" as (
    select
      "S"."KEY" as "DOMAIN_SESSIONID",
      coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS" as number(38, 0)), 0) as "PAGE_VIEWS",
      coalesce(to_double(cast("S"."SUM_SE_VALUE_4D8072FB_EVER" as varchar)), 0::float) as "SPENT"
    from
      "SCALARS" as "S"
  )
select
  "N"."DOMAIN_SESSIONID",
  "N"."PAGE_VIEWS",
  "N"."SPENT",
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."DOMAIN_SESSIONID" is not null
    and equal_null("N"."PAGE_VIEWS", "P"."PAGE_VIEWS")
    and equal_null("N"."SPENT", "P"."SPENT") then "P"."UPDATED_AT"
    else convert_timezone('UTC', current_timestamp())::timestamp_ntz
  end as "UPDATED_AT"
from
  "NEW_VALUES" as "N"
  left join "SIGNALS_DERIVED"."SESSION_2_ATTRIBUTES" as "P" on "P"."DOMAIN_SESSIONID" = "N"."DOMAIN_SESSIONID";

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT"
from
  "SIGNALS_DERIVED"."SESSION_2_ATTRIBUTES";
