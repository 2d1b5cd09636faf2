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
      "count_add_to_cart_66be2cf4",
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
      sum("count_add_to_cart_66be2cf4") > 0
      or sum("count_any_event_04a949ec") > 0
  ),
  "live_values" as (
    select
      "key",
      "state",
      "value",
      "n",
      "last_order",
      "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 3 day
      and "bucket" < date_trunc('day', cast($as_of as timestamp)) as "in_last_3_days"
    from
      "signals_derived"."visitor_1_value_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
      and "state" in (
        'values_br_cookies_ebcb2355',
        'values_page_urlpath_5bbbb11f',
        'values_page_urlpath_8ffb515b',
        'values_se_value_05d843a1'
      )
  ),
  "value_totals" as (
    select
      "key",
      "state",
      "value",
      sum("n") as "n_ever",
      max("last_order") as "last_order_ever",
      sum(if("in_last_3_days", "n", null)) as "n_in_last_3_days",
      max(if("in_last_3_days", "last_order", null)) as "last_order_in_last_3_days"
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
                "state" = 'values_br_cookies_ebcb2355'
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
                "state" = 'values_br_cookies_ebcb2355'
                and "n_ever" is not null
            ),
            1,
            100
          )
        )
      ) as "categories_values_br_cookies_ebcb2355_ever",
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
                "state" = 'values_page_urlpath_5bbbb11f'
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
                "state" = 'values_page_urlpath_5bbbb11f'
                and "n_ever" is not null
            ),
            1,
            100
          )
        )
      ) as "categories_values_page_urlpath_5bbbb11f_ever",
      to_json(
        map(
          list_slice(
            list(
              "value"
              order by
                "n_in_last_3_days" desc,
                "last_order_in_last_3_days" desc,
                "value" desc
            ) filter(
              where
                "state" = 'values_page_urlpath_5bbbb11f'
                and "n_in_last_3_days" is not null
            ),
            1,
            100
          ),
          list_slice(
            list(
              "n_in_last_3_days"
              order by
                "n_in_last_3_days" desc,
                "last_order_in_last_3_days" desc,
                "value" desc
            ) filter(
              where
                "state" = 'values_page_urlpath_5bbbb11f'
                and "n_in_last_3_days" is not null
            ),
            1,
            100
          )
        )
      ) as "categories_values_page_urlpath_5bbbb11f_in_last_3_days",
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
                "state" = 'values_page_urlpath_8ffb515b'
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
                "state" = 'values_page_urlpath_8ffb515b'
                and "n_ever" is not null
            ),
            1,
            100
          )
        )
      ) as "categories_values_page_urlpath_8ffb515b_ever",
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
                "state" = 'values_se_value_05d843a1'
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
                "state" = 'values_se_value_05d843a1'
                and "n_ever" is not null
            ),
            1,
            100
          )
        )
      ) as "categories_values_se_value_05d843a1_ever"
    from
      "value_totals"
    group by
      "key"
  ),
  "states_of_keys" as (
    select
      "s"."key",
      "v"."categories_values_br_cookies_ebcb2355_ever",
      "v"."categories_values_page_urlpath_5bbbb11f_ever",
      "v"."categories_values_page_urlpath_5bbbb11f_in_last_3_days",
      "v"."categories_values_page_urlpath_8ffb515b_ever",
      "v"."categories_values_se_value_05d843a1_ever"
    from
      "scalars" as "s"
      left join "value_summaries" as "v" on "v"."key" = "s"."key"
  ),
  "new_values" as (
    select
      "s"."key" as "domain_userid",
      coalesce("s"."categories_values_page_urlpath_5bbbb11f_ever", cast('{}' as json)) as "pages",
      coalesce("s"."categories_values_page_urlpath_5bbbb11f_in_last_3_days", cast('{}' as json)) as "pages_in_3_days",
      coalesce("s"."categories_values_se_value_05d843a1_ever", cast('{}' as json)) as "prices",
      coalesce("s"."categories_values_br_cookies_ebcb2355_ever", cast('{}' as json)) as "cookies",
      coalesce("s"."categories_values_page_urlpath_8ffb515b_ever", cast('{"/":0}' as json)) as "cart_pages"
    from
      "states_of_keys" as "s"
  )
select
  "n"."domain_userid",
  "n"."pages",
  "n"."pages_in_3_days",
  "n"."prices",
  "n"."cookies",
  "n"."cart_pages",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."domain_userid" is not null
    and "n"."pages" is not distinct from "p"."pages"
    and "n"."pages_in_3_days" is not distinct from "p"."pages_in_3_days"
    and "n"."prices" is not distinct from "p"."prices"
    and "n"."cookies" is not distinct from "p"."cookies"
    and "n"."cart_pages" is not distinct from "p"."cart_pages" then "p"."updated_at"
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
    "pages",
    "pages_in_3_days",
    "prices",
    "cookies",
    "cart_pages",
    "as_of",
    "updated_at"
  )
select
  "domain_userid",
  "pages",
  "pages_in_3_days",
  "prices",
  "cookies",
  "cart_pages",
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
