-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ANY_EVENT_04A949EC",
    "COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB",
    "COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0",
    "LAST_ACTIVE_DAY_0CA15D6C",
    "LAST_ACTIVE_DAY_5688E920",
    "LAST_ACTIVE_MONTH_8B206849",
    "LAST_ACTIVE_WEEK_2A5C6330",
    "LAST_DAY_OF_WEEK_ECAC1592",
    "LAST_HOUR_OF_DAY_CE100397",
    "LAST_MONTH_OF_YEAR_4EA267DC"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB",
      "COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0",
      "LAST_ACTIVE_DAY_0CA15D6C",
      "LAST_ACTIVE_DAY_5688E920",
      "LAST_ACTIVE_MONTH_8B206849",
      "LAST_ACTIVE_WEEK_2A5C6330",
      "LAST_DAY_OF_WEEK_ECAC1592",
      "LAST_HOUR_OF_DAY_CE100397",
      "LAST_MONTH_OF_YEAR_4EA267DC"
    from
      "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
  )
select
  :1 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC",
  sum("COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB") as "COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB",
  sum("COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0") as "COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0",
  max("LAST_ACTIVE_DAY_0CA15D6C") as "LAST_ACTIVE_DAY_0CA15D6C",
  max("LAST_ACTIVE_DAY_5688E920") as "LAST_ACTIVE_DAY_5688E920",
  max("LAST_ACTIVE_MONTH_8B206849") as "LAST_ACTIVE_MONTH_8B206849",
  max("LAST_ACTIVE_WEEK_2A5C6330") as "LAST_ACTIVE_WEEK_2A5C6330",
  max("LAST_DAY_OF_WEEK_ECAC1592") as "LAST_DAY_OF_WEEK_ECAC1592",
  max("LAST_HOUR_OF_DAY_CE100397") as "LAST_HOUR_OF_DAY_CE100397",
  max("LAST_MONTH_OF_YEAR_4EA267DC") as "LAST_MONTH_OF_YEAR_4EA267DC"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_04A949EC" is not null
  or "COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB" is not null
  or "COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0" is not null
  or "LAST_ACTIVE_DAY_0CA15D6C" is not null
  or "LAST_ACTIVE_DAY_5688E920" is not null
  or "LAST_ACTIVE_MONTH_8B206849" is not null
  or "LAST_ACTIVE_WEEK_2A5C6330" is not null
  or "LAST_DAY_OF_WEEK_ECAC1592" is not null
  or "LAST_HOUR_OF_DAY_CE100397" is not null
  or "LAST_MONTH_OF_YEAR_4EA267DC" is not null
group by
  "KEY",
  "KEPT_BUCKET";

-- value_aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES" ("SEGMENT", "KEY", "BUCKET", "STATE", "VALUE", "N", "LAST_ORDER")
with
  "LIVE_VALUES" as (
    select
      "KEY",
      "STATE",
      "VALUE",
      "N",
      "LAST_ORDER",
      "BUCKET" as "KEPT_BUCKET"
    from
      "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
      and "STATE" in ('values_day_of_week_587a02c4')
  )
select
  :1 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  "STATE",
  "VALUE",
  sum("N") as "N",
  max("LAST_ORDER") as "LAST_ORDER"
from
  "LIVE_VALUES"
group by
  "KEY",
  "KEPT_BUCKET",
  "STATE",
  "VALUE";
