-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_attributes
-- writes: visitor_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- replace (:1 as_of, :2 segments)
insert overwrite into
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" (
    "DOMAIN_USERID",
    "PAGES",
    "PAGES_IN_3_DAYS",
    "PRICES",
    "COOKIES",
    "CART_PAGES",
    "AS_OF",
    "UPDATED_AT"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      "COUNT_ADD_TO_CART_66BE2CF4",
      "COUNT_ANY_EVENT_04A949EC"
    from
      "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
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
      "KEY"
    from
      "LIVE_AGGREGATES"
    group by
      "KEY"
    having
      sum("COUNT_ADD_TO_CART_66BE2CF4") > 0
      or sum("COUNT_ANY_EVENT_04A949EC") > 0
  ),
  "LIVE_VALUES" as (
    select
      "KEY",
      "STATE",
      "VALUE",
      "N",
      "LAST_ORDER",
      "BUCKET" >= dateadd(day, -3, date_trunc('day', cast(:1 as timestamp_ntz)))
      and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_3_DAYS"
    from
      "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
      and "STATE" in (
        'values_br_cookies_ebcb2355',
        'values_page_urlpath_5bbbb11f',
        'values_page_urlpath_8ffb515b',
        'values_se_value_05d843a1'
      )
  ),
  "VALUE_TOTALS" as (
    select
      "KEY",
      "STATE",
      "VALUE",
      sum("N") as "N_EVER",
      max("LAST_ORDER") as "LAST_ORDER_EVER",
      sum(iff("IN_LAST_3_DAYS", "N", null)) as "N_IN_LAST_3_DAYS",
      max(iff("IN_LAST_3_DAYS", "LAST_ORDER", null)) as "LAST_ORDER_IN_LAST_3_DAYS"
    from
      "LIVE_VALUES"
    group by
      "KEY",
      "STATE",
      "VALUE"
  ),
  "VALUE_RANKS" as (
    select
      "KEY",
      "STATE",
      "VALUE",
      "N_EVER",
      "LAST_ORDER_EVER",
      "N_IN_LAST_3_DAYS",
      "LAST_ORDER_IN_LAST_3_DAYS",
      row_number() over (
        partition by
          "KEY",
          "STATE"
        order by
          "N_EVER" desc nulls last,
          "LAST_ORDER_EVER" desc nulls last,
          "VALUE" desc nulls last
      ) as "BY_MOST_EVER",
      row_number() over (
        partition by
          "KEY",
          "STATE"
        order by
          "N_IN_LAST_3_DAYS" desc nulls last,
          "LAST_ORDER_IN_LAST_3_DAYS" desc nulls last,
          "VALUE" desc nulls last
      ) as "BY_MOST_IN_LAST_3_DAYS"
    from
      "VALUE_TOTALS"
  ),
  "VALUE_SUMMARIES" as (
    select
      "KEY",
      iff(
        count_if(
          "STATE" = 'values_br_cookies_ebcb2355'
          and "N_EVER" is not null
          and "BY_MOST_EVER" <= 100
        ) > 0,
        object_agg(
          iff(
            "STATE" = 'values_br_cookies_ebcb2355'
            and "N_EVER" is not null
            and "BY_MOST_EVER" <= 100,
            "VALUE",
            null
          ),
          cast("N_EVER" as variant)
        ),
        null
      ) as "CATEGORIES_VALUES_BR_COOKIES_EBCB2355_EVER",
      iff(
        count_if(
          "STATE" = 'values_page_urlpath_5bbbb11f'
          and "N_EVER" is not null
          and "BY_MOST_EVER" <= 100
        ) > 0,
        object_agg(
          iff(
            "STATE" = 'values_page_urlpath_5bbbb11f'
            and "N_EVER" is not null
            and "BY_MOST_EVER" <= 100,
            "VALUE",
            null
          ),
          cast("N_EVER" as variant)
        ),
        null
      ) as "CATEGORIES_VALUES_PAGE_URLPATH_5BBBB11F_EVER",
      iff(
        count_if(
          "STATE" = 'values_page_urlpath_5bbbb11f'
          and "N_IN_LAST_3_DAYS" is not null
          and "BY_MOST_IN_LAST_3_DAYS" <= 100
        ) > 0,
        object_agg(
          iff(
            "STATE" = 'values_page_urlpath_5bbbb11f'
            and "N_IN_LAST_3_DAYS" is not null
            and "BY_MOST_IN_LAST_3_DAYS" <= 100,
            "VALUE",
            null
          ),
          cast("N_IN_LAST_3_DAYS" as variant)
        ),
        null
      ) as "CATEGORIES_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_3_DAYS",
      iff(
        count_if(
          "STATE" = 'values_page_urlpath_8ffb515b'
          and "N_EVER" is not null
          and "BY_MOST_EVER" <= 100
        ) > 0,
        object_agg(
          iff(
            "STATE" = 'values_page_urlpath_8ffb515b'
            and "N_EVER" is not null
            and "BY_MOST_EVER" <= 100,
            "VALUE",
            null
          ),
          cast("N_EVER" as variant)
        ),
        null
      ) as "CATEGORIES_VALUES_PAGE_URLPATH_8FFB515B_EVER",
      iff(
        count_if(
          "STATE" = 'values_se_value_05d843a1'
          and "N_EVER" is not null
          and "BY_MOST_EVER" <= 100
        ) > 0,
        object_agg(
          iff(
            "STATE" = 'values_se_value_05d843a1'
            and "N_EVER" is not null
            and "BY_MOST_EVER" <= 100,
            "VALUE",
            null
          ),
          cast("N_EVER" as variant)
        ),
        null
      ) as "CATEGORIES_VALUES_SE_VALUE_05D843A1_EVER"
    from
      "VALUE_RANKS"
    group by
      "KEY"
  ),
  "STATES_OF_KEYS" as (
    select
      "S"."KEY",
      "V"."CATEGORIES_VALUES_BR_COOKIES_EBCB2355_EVER",
      "V"."CATEGORIES_VALUES_PAGE_URLPATH_5BBBB11F_EVER",
      "V"."CATEGORIES_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_3_DAYS",
      "V"."CATEGORIES_VALUES_PAGE_URLPATH_8FFB515B_EVER",
      "V"."CATEGORIES_VALUES_SE_VALUE_05D843A1_EVER"
    from
      "SCALARS" as "S"
      left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
  ),
  "NEW_VALUES" as (
    select
      "S"."KEY" as "DOMAIN_USERID",
      coalesce("S"."CATEGORIES_VALUES_PAGE_URLPATH_5BBBB11F_EVER", parse_json('{}', 'd')::object) as "PAGES",
      coalesce("S"."CATEGORIES_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_3_DAYS", parse_json('{}', 'd')::object) as "PAGES_IN_3_DAYS",
      coalesce("S"."CATEGORIES_VALUES_SE_VALUE_05D843A1_EVER", parse_json('{}', 'd')::object) as "PRICES",
      coalesce("S"."CATEGORIES_VALUES_BR_COOKIES_EBCB2355_EVER", parse_json('{}', 'd')::object) as "COOKIES",
      coalesce("S"."CATEGORIES_VALUES_PAGE_URLPATH_8FFB515B_EVER", parse_json('{"/":0}', 'd')::object) as "CART_PAGES"
    from
      "STATES_OF_KEYS" as "S"
  )
select
  "N"."DOMAIN_USERID",
  "N"."PAGES",
  "N"."PAGES_IN_3_DAYS",
  "N"."PRICES",
  "N"."COOKIES",
  "N"."CART_PAGES",
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."DOMAIN_USERID" is not null
    and equal_null(to_json("N"."PAGES"), to_json("P"."PAGES"))
    and equal_null(to_json("N"."PAGES_IN_3_DAYS"), to_json("P"."PAGES_IN_3_DAYS"))
    and equal_null(to_json("N"."PRICES"), to_json("P"."PRICES"))
    and equal_null(to_json("N"."COOKIES"), to_json("P"."COOKIES"))
    and equal_null(to_json("N"."CART_PAGES"), to_json("P"."CART_PAGES")) then "P"."UPDATED_AT"
    else convert_timezone('UTC', current_timestamp())::timestamp_ntz
  end as "UPDATED_AT"
from
  "NEW_VALUES" as "N"
  left join "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" as "P" on "P"."DOMAIN_USERID" = "N"."DOMAIN_USERID";

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT"
from
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES";
