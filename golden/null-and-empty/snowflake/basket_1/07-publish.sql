-- basket_1: publish
-- Makes the attributes of basket_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  basket_1_aggregates, basket_1_attributes
-- writes: basket_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- replace (:1 as_of, :2 segments)
insert overwrite into
  "SIGNALS_DERIVED"."BASKET_1_ATTRIBUTES" ("LINES", "EVENTS", "AS_OF", "UPDATED_AT")
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      "COUNT_ANY_EVENT_04A949EC"
    from
      "SIGNALS_DERIVED"."BASKET_1_AGGREGATES"
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
      sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC_EVER"
    from
      "LIVE_AGGREGATES"
    group by
      "KEY"
    having
      sum("COUNT_ANY_EVENT_04A949EC") > 0
  ),
  "NEW_VALUES" as (
    select
      "S"."KEY" as "LINES",
      coalesce(cast("S"."COUNT_ANY_EVENT_04A949EC_EVER" as number(38, 0)), 0) as "EVENTS"
    from
      "SCALARS" as "S"
  )
select
  "N"."LINES",
  "N"."EVENTS",
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."LINES" is not null
    and equal_null("N"."EVENTS", "P"."EVENTS") then "P"."UPDATED_AT"
    else convert_timezone('UTC', current_timestamp())::timestamp_ntz
  end as "UPDATED_AT"
from
  "NEW_VALUES" as "N"
  left join "SIGNALS_DERIVED"."BASKET_1_ATTRIBUTES" as "P" on "P"."LINES" = "N"."LINES";

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT"
from
  "SIGNALS_DERIVED"."BASKET_1_ATTRIBUTES";
