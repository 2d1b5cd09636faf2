-- session_2: publish
-- Makes the attributes of session_2 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  session_2_aggregates, session_2_attributes
-- writes: session_2_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- compute
create or replace temporary table "session_2_attributes_next" as
with
  "live_aggregates" as (
    select
      "key",
      "count_page_view_3b346107",
      "count_purchase_6544b52e",
      "sum_se_value_4d8072fb",
      "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 7 day
      and "bucket" < date_trunc('day', cast($as_of as timestamp)) as "in_last_7_days"
    from
      "signals_derived"."session_2_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
  ),
  "scalars" as (
    select
      "key",
      sum(if("in_last_7_days", "count_page_view_3b346107", null)) as "count_page_view_3b346107_in_last_7_days",
      sum("sum_se_value_4d8072fb") as "sum_se_value_4d8072fb_ever"
    from
      "live_aggregates"
    group by
      "key"
    having
      sum("count_page_view_3b346107") > 0
      or sum("count_purchase_6544b52e") > 0
  ),
  "new_values" as (
    select
      "s"."key" as "domain_sessionid",
      coalesce(cast("s"."count_page_view_3b346107_in_last_7_days" as bigint), 0) as "page_views",
      coalesce(cast(cast("s"."sum_se_value_4d8072fb_ever" as varchar) as double), 0e0) as "spent"
    from
      "scalars" as "s"
  )
select
  "n"."domain_sessionid",
  "n"."page_views",
  "n"."spent",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."domain_sessionid" is not null
    and "n"."page_views" is not distinct from "p"."page_views"
    and "n"."spent" is not distinct from "p"."spent" then "p"."updated_at"
    else (now() at time zone 'UTC')
  end as "updated_at"
from
  "new_values" as "n"
  left join "signals_derived"."session_2_attributes" as "p" on "p"."domain_sessionid" = "n"."domain_sessionid";

-- begin
begin transaction;

-- clear
delete from "signals_derived"."session_2_attributes";

-- fill
insert into
  "signals_derived"."session_2_attributes" ("domain_sessionid", "page_views", "spent", "as_of", "updated_at")
select
  "domain_sessionid",
  "page_views",
  "spent",
  "as_of",
  "updated_at"
from
  "session_2_attributes_next";

-- commit
commit;

-- count
select
  count(*) as "key_count",
  count_if("updated_at" >= cast($published_since as timestamp)) as "changed_count"
from
  "session_2_attributes_next";

-- drop
drop table if exists "session_2_attributes_next";
