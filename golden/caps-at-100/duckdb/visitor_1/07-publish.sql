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
      "last_order"
    from
      "signals_derived"."visitor_1_value_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
      and "state" in ('distinct_page_urlpath_a374737d', 'values_page_urlpath_85280da0')
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
                "state" = 'values_page_urlpath_85280da0'
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
                "state" = 'values_page_urlpath_85280da0'
                and "n_ever" is not null
            ),
            1,
            100
          )
        )
      ) as "categories_values_page_urlpath_85280da0_ever",
      nullif(
        count_if(
          "state" = 'distinct_page_urlpath_a374737d'
          and "n_ever" is not null
        ),
        0
      ) as "distinct_distinct_page_urlpath_a374737d_ever",
      list_reverse(
        list_slice(
          list(
            "value"
            order by
              "last_order_ever" desc,
              "value" desc
          ) filter(
            where
              "state" = 'values_page_urlpath_85280da0'
              and "n_ever" is not null
          ),
          1,
          100
        )
      ) as "list_values_page_urlpath_85280da0_ever"
    from
      "value_totals"
    group by
      "key"
  ),
  "states_of_keys" as (
    select
      "s"."key",
      "v"."categories_values_page_urlpath_85280da0_ever",
      "v"."distinct_distinct_page_urlpath_a374737d_ever",
      "v"."list_values_page_urlpath_85280da0_ever"
    from
      "scalars" as "s"
      left join "value_summaries" as "v" on "v"."key" = "s"."key"
  ),
  "new_values" as (
    select
      "s"."key" as "domain_userid",
      coalesce("s"."list_values_page_urlpath_85280da0_ever", cast([] as varchar[])) as "pages",
      coalesce("s"."categories_values_page_urlpath_85280da0_ever", cast('{}' as json)) as "page_counts",
      coalesce(cast("s"."distinct_distinct_page_urlpath_a374737d_ever" as bigint), 0) as "distinct_pages"
    from
      "states_of_keys" as "s"
  )
select
  "n"."domain_userid",
  "n"."pages",
  "n"."page_counts",
  "n"."distinct_pages",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."domain_userid" is not null
    and "n"."pages" is not distinct from "p"."pages"
    and "n"."page_counts" is not distinct from "p"."page_counts"
    and "n"."distinct_pages" is not distinct from "p"."distinct_pages" then "p"."updated_at"
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
  "signals_derived"."visitor_1_attributes" ("domain_userid", "pages", "page_counts", "distinct_pages", "as_of", "updated_at")
select
  "domain_userid",
  "pages",
  "page_counts",
  "distinct_pages",
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
