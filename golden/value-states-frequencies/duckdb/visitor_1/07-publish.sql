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
      "count_any_event_04a949ec"
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
      "key"
    from
      "live_aggregates"
    group by
      "key"
    having
      sum("count_any_event_04a949ec") > 0
  ),
  "live_values" as (
    select
      "key",
      "state",
      "value",
      "n",
      "last_order",
      "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 7 day
      and "bucket" < date_trunc('day', cast($as_of as timestamp)) as "in_last_7_days"
    from
      "signals_derived"."visitor_1_value_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
      and "state" in ('values_br_cookies_d7950f4a', 'values_page_urlpath_5bbbb11f', 'values_se_value_6ebbea48')
  ),
  "value_totals" as (
    select
      "key",
      "state",
      "value",
      sum("n") as "n_ever",
      max("last_order") as "last_order_ever",
      sum(if("in_last_7_days", "n", null)) as "n_in_last_7_days",
      max(if("in_last_7_days", "last_order", null)) as "last_order_in_last_7_days"
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
      struct_extract(
        max(
          if(
            "state" = 'values_page_urlpath_5bbbb11f'
            and "n_ever" is not null,
            {'n': - "n_ever", 'o': "last_order_ever", 'v': "value"},
            null
          )
        ),
        'v'
      ) as "least_frequent_values_page_urlpath_5bbbb11f_ever",
      struct_extract(
        max(
          if(
            "state" = 'values_br_cookies_d7950f4a'
            and "n_ever" is not null,
            {'n': "n_ever", 'o': "last_order_ever", 'v': "value"},
            null
          )
        ),
        'v'
      ) as "most_frequent_values_br_cookies_d7950f4a_ever",
      struct_extract(
        max(
          if(
            "state" = 'values_page_urlpath_5bbbb11f'
            and "n_ever" is not null,
            {'n': "n_ever", 'o': "last_order_ever", 'v': "value"},
            null
          )
        ),
        'v'
      ) as "most_frequent_values_page_urlpath_5bbbb11f_ever",
      struct_extract(
        max(
          if(
            "state" = 'values_page_urlpath_5bbbb11f'
            and "n_in_last_7_days" is not null,
            {'n': "n_in_last_7_days", 'o': "last_order_in_last_7_days", 'v': "value"},
            null
          )
        ),
        'v'
      ) as "most_frequent_values_page_urlpath_5bbbb11f_in_last_7_days",
      struct_extract(
        max(
          if(
            "state" = 'values_se_value_6ebbea48'
            and "n_ever" is not null,
            {'n': "n_ever", 'o': "last_order_ever", 'v': "value"},
            null
          )
        ),
        'v'
      ) as "most_frequent_values_se_value_6ebbea48_ever"
    from
      "value_totals"
    group by
      "key"
  ),
  "states_of_keys" as (
    select
      "s"."key",
      "v"."least_frequent_values_page_urlpath_5bbbb11f_ever",
      "v"."most_frequent_values_br_cookies_d7950f4a_ever",
      "v"."most_frequent_values_page_urlpath_5bbbb11f_ever",
      "v"."most_frequent_values_page_urlpath_5bbbb11f_in_last_7_days",
      "v"."most_frequent_values_se_value_6ebbea48_ever"
    from
      "scalars" as "s"
      left join "value_summaries" as "v" on "v"."key" = "s"."key"
  ),
  "new_values" as (
    select
      "s"."key" as "domain_userid",
      "s"."most_frequent_values_page_urlpath_5bbbb11f_ever" as "favourite",
      "s"."least_frequent_values_page_urlpath_5bbbb11f_ever" as "rarest",
      "s"."most_frequent_values_page_urlpath_5bbbb11f_in_last_7_days" as "favourite_in_7_days",
      try_cast("s"."most_frequent_values_se_value_6ebbea48_ever" as integer) as "usual_price",
      coalesce(cast("s"."most_frequent_values_br_cookies_d7950f4a_ever" as boolean), false) as "usual_cookies"
    from
      "states_of_keys" as "s"
  )
select
  "n"."domain_userid",
  "n"."favourite",
  "n"."rarest",
  "n"."favourite_in_7_days",
  "n"."usual_price",
  "n"."usual_cookies",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."domain_userid" is not null
    and "n"."favourite" is not distinct from "p"."favourite"
    and "n"."rarest" is not distinct from "p"."rarest"
    and "n"."favourite_in_7_days" is not distinct from "p"."favourite_in_7_days"
    and "n"."usual_price" is not distinct from "p"."usual_price"
    and "n"."usual_cookies" is not distinct from "p"."usual_cookies" then "p"."updated_at"
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
    "favourite",
    "rarest",
    "favourite_in_7_days",
    "usual_price",
    "usual_cookies",
    "as_of",
    "updated_at"
  )
select
  "domain_userid",
  "favourite",
  "rarest",
  "favourite_in_7_days",
  "usual_price",
  "usual_cookies",
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
