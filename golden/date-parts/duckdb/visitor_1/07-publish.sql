-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_attributes
-- writes: visitor_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- compute
create or replace temporary table "visitor_1_attributes_next" as
with
  "live_aggregates" as (
    select
      "key",
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
  ),
  "scalars" as (
    select
      "key",
      sum("count_any_event_by_active_month_8f7555fb") as "count_any_event_by_active_month_8f7555fb_ever",
      sum("count_any_event_by_hour_of_day_10f87fb0") as "count_any_event_by_hour_of_day_10f87fb0_ever",
      max("last_active_day_0ca15d6c") as "last_active_day_0ca15d6c_ever",
      max("last_active_day_5688e920") as "last_active_day_5688e920_ever",
      max("last_active_month_8b206849") as "last_active_month_8b206849_ever",
      max("last_active_week_2a5c6330") as "last_active_week_2a5c6330_ever",
      max("last_day_of_week_ecac1592") as "last_day_of_week_ecac1592_ever",
      max("last_hour_of_day_ce100397") as "last_hour_of_day_ce100397_ever",
      max("last_month_of_year_4ea267dc") as "last_month_of_year_4ea267dc_ever"
    from
      "live_aggregates"
    group by
      "key"
    having
      sum("count_any_event_04a949ec") > 0
      or sum("count_any_event_by_active_month_8f7555fb") > 0
      or sum("count_any_event_by_hour_of_day_10f87fb0") > 0
  ),
  "live_values" as (
    select
      "key",
      "state",
      "value",
      "n",
      "last_order"
    from
      "signals_derived"."visitor_1_value_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
      and "state" in ('values_day_of_week_587a02c4')
  ),
  "value_totals" as (
    select
      "key",
      "state",
      "value",
      sum("n") as "n_ever",
      max("last_order") as "last_order_ever"
    from
      "live_values"
    group by
      "key",
      "state",
      "value"
  ),
  "value_summaries" as (
    select
      "key",
      to_json(
        map(
          list_slice(
            list(
              "value"
              order by
                "n_ever" desc,
                "last_order_ever" desc,
                "value" desc
            ) filter(
              where
                "state" = 'values_day_of_week_587a02c4'
                and "n_ever" is not null
            ),
            1,
            100
          ),
          list_slice(
            list(
              "n_ever"
              order by
                "n_ever" desc,
                "last_order_ever" desc,
                "value" desc
            ) filter(
              where
                "state" = 'values_day_of_week_587a02c4'
                and "n_ever" is not null
            ),
            1,
            100
          )
        )
      ) as "categories_values_day_of_week_587a02c4_ever"
    from
      "value_totals"
    group by
      "key"
  ),
  "states_of_keys" as (
    select
      "s"."key",
      "s"."count_any_event_by_active_month_8f7555fb_ever",
      "s"."count_any_event_by_hour_of_day_10f87fb0_ever",
      "s"."last_active_day_0ca15d6c_ever",
      "s"."last_active_day_5688e920_ever",
      "s"."last_active_month_8b206849_ever",
      "s"."last_active_week_2a5c6330_ever",
      "s"."last_day_of_week_ecac1592_ever",
      "s"."last_hour_of_day_ce100397_ever",
      "s"."last_month_of_year_4ea267dc_ever",
      "v"."categories_values_day_of_week_587a02c4_ever"
    from
      "scalars" as "s"
      left join "value_summaries" as "v" on "v"."key" = "s"."key"
  ),
  "new_values" as (
    select
      "s"."key" as "domain_userid",
      try_cast(struct_extract("s"."last_hour_of_day_ce100397_ever", 'v') as integer) as "last_hour",
      try_cast(struct_extract("s"."last_day_of_week_ecac1592_ever", 'v') as integer) as "last_weekday",
      try_cast(struct_extract("s"."last_month_of_year_4ea267dc_ever", 'v') as integer) as "last_month",
      struct_extract("s"."last_active_day_5688e920_ever", 'v') as "last_day",
      struct_extract("s"."last_active_week_2a5c6330_ever", 'v') as "last_week",
      struct_extract("s"."last_active_month_8b206849_ever", 'v') as "month",
      struct_extract("s"."last_active_day_0ca15d6c_ever", 'v') as "last_order_day",
      coalesce("s"."categories_values_day_of_week_587a02c4_ever", cast('{}' as json)) as "weekdays",
      coalesce(cast("s"."count_any_event_by_hour_of_day_10f87fb0_ever" as bigint), 0) as "at_night",
      coalesce(cast("s"."count_any_event_by_active_month_8f7555fb_ever" as bigint), 0) as "in_march"
    from
      "states_of_keys" as "s"
  )
select
  "n"."domain_userid",
  "n"."last_hour",
  "n"."last_weekday",
  "n"."last_month",
  "n"."last_day",
  "n"."last_week",
  "n"."month",
  "n"."last_order_day",
  "n"."weekdays",
  "n"."at_night",
  "n"."in_march",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."domain_userid" is not null
    and "n"."last_hour" is not distinct from "p"."last_hour"
    and "n"."last_weekday" is not distinct from "p"."last_weekday"
    and "n"."last_month" is not distinct from "p"."last_month"
    and "n"."last_day" is not distinct from "p"."last_day"
    and "n"."last_week" is not distinct from "p"."last_week"
    and "n"."month" is not distinct from "p"."month"
    and "n"."last_order_day" is not distinct from "p"."last_order_day"
    and "n"."weekdays" is not distinct from "p"."weekdays"
    and "n"."at_night" is not distinct from "p"."at_night"
    and "n"."in_march" is not distinct from "p"."in_march" then "p"."updated_at"
    else (now() at time zone 'UTC')
  end as "updated_at"
from
  "new_values" as "n"
  left join "signals_derived"."visitor_1_attributes" as "p" on "p"."domain_userid" = "n"."domain_userid";

-- begin
begin transaction;

-- clear
delete from "signals_derived"."visitor_1_attributes";

-- fill
insert into
  "signals_derived"."visitor_1_attributes" (
    "domain_userid",
    "last_hour",
    "last_weekday",
    "last_month",
    "last_day",
    "last_week",
    "month",
    "last_order_day",
    "weekdays",
    "at_night",
    "in_march",
    "as_of",
    "updated_at"
  )
select
  "domain_userid",
  "last_hour",
  "last_weekday",
  "last_month",
  "last_day",
  "last_week",
  "month",
  "last_order_day",
  "weekdays",
  "at_night",
  "in_march",
  "as_of",
  "updated_at"
from
  "visitor_1_attributes_next";

-- commit
commit;

-- count
select
  count(*) as "key_count",
  count_if("updated_at" >= cast($published_since as timestamp)) as "changed_count"
from
  "visitor_1_attributes_next";

-- drop
drop table if exists "visitor_1_attributes_next";
