-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates
insert into
  "signals_derived"."visitor_1_aggregates" (
    "segment",
    "key",
    "bucket",
    "count_any_event_04a949ec",
    "count_any_event_by_active_month_8f7555fb",
    "count_any_event_by_hour_of_day_10f87fb0",
    "last_active_day_0ca15d6c",
    "last_active_day_5688e920",
    "last_active_month_8b206849",
    "last_active_week_2a5c6330",
    "last_day_of_week_ecac1592",
    "last_hour_of_day_ce100397",
    "last_month_of_year_4ea267dc"
  )
with
  "live_aggregates" as (
    select
      "key",
      cast('1970-01-01T00:00:00Z' as timestamp) as "kept_bucket",
      "count_any_event_04a949ec",
      "count_any_event_by_active_month_8f7555fb",
      "count_any_event_by_hour_of_day_10f87fb0",
      "last_active_day_0ca15d6c",
      "last_active_day_5688e920",
      "last_active_month_8b206849",
      "last_active_week_2a5c6330",
      "last_day_of_week_ecac1592",
      "last_hour_of_day_ce100397",
      "last_month_of_year_4ea267dc"
    from
      "signals_derived"."visitor_1_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
  )
select
  $segment as "segment",
  "key",
  "kept_bucket" as "bucket",
  sum("count_any_event_04a949ec") as "count_any_event_04a949ec",
  sum("count_any_event_by_active_month_8f7555fb") as "count_any_event_by_active_month_8f7555fb",
  sum("count_any_event_by_hour_of_day_10f87fb0") as "count_any_event_by_hour_of_day_10f87fb0",
  max("last_active_day_0ca15d6c") as "last_active_day_0ca15d6c",
  max("last_active_day_5688e920") as "last_active_day_5688e920",
  max("last_active_month_8b206849") as "last_active_month_8b206849",
  max("last_active_week_2a5c6330") as "last_active_week_2a5c6330",
  max("last_day_of_week_ecac1592") as "last_day_of_week_ecac1592",
  max("last_hour_of_day_ce100397") as "last_hour_of_day_ce100397",
  max("last_month_of_year_4ea267dc") as "last_month_of_year_4ea267dc"
from
  "live_aggregates"
where
  "count_any_event_04a949ec" is not null
  or "count_any_event_by_active_month_8f7555fb" is not null
  or "count_any_event_by_hour_of_day_10f87fb0" is not null
  or "last_active_day_0ca15d6c" is not null
  or "last_active_day_5688e920" is not null
  or "last_active_month_8b206849" is not null
  or "last_active_week_2a5c6330" is not null
  or "last_day_of_week_ecac1592" is not null
  or "last_hour_of_day_ce100397" is not null
  or "last_month_of_year_4ea267dc" is not null
group by
  "key",
  "kept_bucket";

-- value_aggregates
insert into
  "signals_derived"."visitor_1_value_aggregates" ("segment", "key", "bucket", "state", "value", "n", "last_order")
with
  "live_values" as (
    select
      "key",
      "state",
      "value",
      "n",
      "last_order",
      "bucket" as "kept_bucket"
    from
      "signals_derived"."visitor_1_value_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
      and "state" in ('values_day_of_week_587a02c4')
  )
select
  $segment as "segment",
  "key",
  "kept_bucket" as "bucket",
  "state",
  "value",
  sum("n") as "n",
  max("last_order") as "last_order"
from
  "live_values"
group by
  "key",
  "kept_bucket",
  "state",
  "value";
