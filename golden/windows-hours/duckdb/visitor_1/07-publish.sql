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
      "count_any_event_022ca00a",
      "count_any_event_a33a448d",
      "last_page_urlpath_d3898135",
      "bucket" >= date_trunc('hour', cast($as_of as timestamp)) - interval 36 hour
      and "bucket" < date_trunc('hour', cast($as_of as timestamp)) as "in_last_36_hours",
      "bucket" >= date_trunc('hour', cast($as_of as timestamp)) - interval 6 hour
      and "bucket" < date_trunc('hour', cast($as_of as timestamp)) as "in_last_6_hours",
      "bucket" >= date_trunc('minute', cast($as_of as timestamp)) - interval 90 minute
      and "bucket" < date_trunc('minute', cast($as_of as timestamp)) as "in_last_90_minutes"
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
      sum(if("in_last_90_minutes", "count_any_event_022ca00a", null)) as "count_any_event_022ca00a_in_last_90_minutes",
      sum("count_any_event_a33a448d") as "count_any_event_a33a448d_ever",
      sum(if("in_last_36_hours", "count_any_event_a33a448d", null)) as "count_any_event_a33a448d_in_last_36_hours",
      sum(if("in_last_6_hours", "count_any_event_a33a448d", null)) as "count_any_event_a33a448d_in_last_6_hours",
      max(if("in_last_6_hours", "last_page_urlpath_d3898135", null)) as "last_page_urlpath_d3898135_in_last_6_hours"
    from
      "live_aggregates"
    group by
      "key"
    having
      sum("count_any_event_a33a448d") > 0
  ),
  "new_values" as (
    select
      "s"."key" as "domain_userid",
      coalesce(cast("s"."count_any_event_a33a448d_in_last_6_hours" as bigint), 0) as "six_hours",
      coalesce(cast("s"."count_any_event_a33a448d_in_last_36_hours" as bigint), 0) as "day_and_a_half",
      coalesce(cast("s"."count_any_event_022ca00a_in_last_90_minutes" as bigint), 0) as "ninety_minutes",
      struct_extract("s"."last_page_urlpath_d3898135_in_last_6_hours", 'v') as "last_page_in_six_hours",
      coalesce(cast("s"."count_any_event_a33a448d_ever" as bigint), 0) as "ever"
    from
      "scalars" as "s"
  )
select
  "n"."domain_userid",
  "n"."six_hours",
  "n"."day_and_a_half",
  "n"."ninety_minutes",
  "n"."last_page_in_six_hours",
  "n"."ever",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."domain_userid" is not null
    and "n"."six_hours" is not distinct from "p"."six_hours"
    and "n"."day_and_a_half" is not distinct from "p"."day_and_a_half"
    and "n"."ninety_minutes" is not distinct from "p"."ninety_minutes"
    and "n"."last_page_in_six_hours" is not distinct from "p"."last_page_in_six_hours"
    and "n"."ever" is not distinct from "p"."ever" then "p"."updated_at"
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
    "six_hours",
    "day_and_a_half",
    "ninety_minutes",
    "last_page_in_six_hours",
    "ever",
    "as_of",
    "updated_at"
  )
select
  "domain_userid",
  "six_hours",
  "day_and_a_half",
  "ninety_minutes",
  "last_page_in_six_hours",
  "ever",
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
