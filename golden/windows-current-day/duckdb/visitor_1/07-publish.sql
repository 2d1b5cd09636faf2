-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_attributes
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
      "count_any_event_08b5a954",
      "count_any_event_a33a448d",
      "first_page_urlpath_76c7b54f",
      "bucket" >= date_trunc('day', cast($as_of as timestamp))
      and "bucket" < date_trunc('day', cast($as_of as timestamp)) + interval 1 day as "in_last_1_day_and_today",
      "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 1 day
      and "bucket" < date_trunc('day', cast($as_of as timestamp)) + interval 1 day as "in_last_2_days_and_today",
      "bucket" >= date_trunc('hour', cast($as_of as timestamp)) - interval 6 hour
      and "bucket" < date_trunc('hour', cast($as_of as timestamp)) as "in_last_6_hours"
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
      sum(if("in_last_1_day_and_today", "count_any_event_08b5a954", null)) as "count_any_event_08b5a954_in_last_1_day_and_today",
      sum(if("in_last_2_days_and_today", "count_any_event_08b5a954", null)) as "count_any_event_08b5a954_in_last_2_days_and_today",
      sum(if("in_last_6_hours", "count_any_event_a33a448d", null)) as "count_any_event_a33a448d_in_last_6_hours",
      min(if("in_last_2_days_and_today", "first_page_urlpath_76c7b54f", null)) as "first_page_urlpath_76c7b54f_in_last_2_days_and_today"
    from
      "live_aggregates"
    group by
      "key"
    having
      sum("count_any_event_08b5a954") > 0
  ),
  "new_values" as (
    select
      "s"."key" as "domain_userid",
      coalesce(cast("s"."count_any_event_08b5a954_in_last_1_day_and_today" as bigint), 0) as "one_day",
      coalesce(cast("s"."count_any_event_08b5a954_in_last_2_days_and_today" as bigint), 0) as "two_days",
      coalesce(cast("s"."count_any_event_a33a448d_in_last_6_hours" as bigint), 0) as "six_hours",
      struct_extract("s"."first_page_urlpath_76c7b54f_in_last_2_days_and_today", 'v') as "first_page_in_two_days"
    from
      "scalars" as "s"
  )
select
  "n"."domain_userid",
  "n"."one_day",
  "n"."two_days",
  "n"."six_hours",
  "n"."first_page_in_two_days",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."domain_userid" is not null
    and "n"."one_day" is not distinct from "p"."one_day"
    and "n"."two_days" is not distinct from "p"."two_days"
    and "n"."six_hours" is not distinct from "p"."six_hours"
    and "n"."first_page_in_two_days" is not distinct from "p"."first_page_in_two_days" then "p"."updated_at"
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
    "one_day",
    "two_days",
    "six_hours",
    "first_page_in_two_days",
    "as_of",
    "updated_at"
  )
select
  "domain_userid",
  "one_day",
  "two_days",
  "six_hours",
  "first_page_in_two_days",
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
