-- visitor_1: publish
-- Writes the attributes of the keys of visitor_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_attributes, sbe_ledger
-- writes: visitor_1_attributes
-- parameters:
--   as_of             the time of the attributes
--   expected_version  the version of the row of the ledger, as this run knows it
--   fresh             live segments that the last publication did not have, joined by commas
--   group_name        the group, as <group>_<version>
--   published_as_of   as_of of the last publication
--   published_since   the clock before this publication
--   renew_before      rows that were updated before this time are sent to the Profiles Store again
--   rewrite           true where the rows of all keys are written
--   segments          live segments, joined by commas

-- write (:1 as_of, :2 expected_version, :3 fresh, :4 group_name, :5 published_as_of, :6 renew_before, :7 rewrite, :8 segments)
merge into
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" as "P" using (
    with
      "TOUCHED_KEYS" as (
        select
          "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:3, ','))
          )
        union all
        select
          "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:3, ','))
          )
          or (
            "SEGMENT" in (
              select
                value
              from
                table (split_to_table(:8, ','))
            )
            and (
              (
                "BUCKET" >= dateadd(day, -7, date_trunc('day', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(day, -7, date_trunc('day', cast(:1 as timestamp_ntz)))
              )
              or (
                "BUCKET" >= date_trunc('day', cast(:5 as timestamp_ntz))
                and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz))
              )
            )
          )
        union all
        select
          "DOMAIN_USERID" as "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES"
        where
          "UPDATED_AT" < cast(:6 as timestamp_ntz)
          or :7 = 'true'
      ),
      "LIVE_AGGREGATES" as (
        select
          "KEY",
          "COUNT_ANY_EVENT_04A949EC"
        from
          "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:8, ','))
          )
          and "KEY" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
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
          sum("COUNT_ANY_EVENT_04A949EC") > 0
      ),
      "LIVE_VALUES" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          "N",
          "LAST_ORDER",
          "BUCKET" >= dateadd(day, -7, date_trunc('day', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_7_DAYS"
        from
          "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:8, ','))
          )
          and "KEY" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
          )
          and "STATE" in ('values_br_cookies_d7950f4a', 'values_page_urlpath_5bbbb11f', 'values_se_value_6ebbea48')
      ),
      "VALUE_TOTALS" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          sum("N") as "N_EVER",
          max("LAST_ORDER") as "LAST_ORDER_EVER",
          sum(iff("IN_LAST_7_DAYS", "N", null)) as "N_IN_LAST_7_DAYS",
          max(iff("IN_LAST_7_DAYS", "LAST_ORDER", null)) as "LAST_ORDER_IN_LAST_7_DAYS"
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
          "N_IN_LAST_7_DAYS",
          "LAST_ORDER_IN_LAST_7_DAYS",
          row_number() over (
            partition by
              "KEY",
              "STATE"
            order by
              "N_EVER" nulls last,
              "LAST_ORDER_EVER" desc nulls last,
              "VALUE" desc nulls last
          ) as "BY_LEAST_EVER",
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
              "N_IN_LAST_7_DAYS" desc nulls last,
              "LAST_ORDER_IN_LAST_7_DAYS" desc nulls last,
              "VALUE" desc nulls last
          ) as "BY_MOST_IN_LAST_7_DAYS"
        from
          "VALUE_TOTALS"
      ),
      "VALUE_SUMMARIES" as (
        select
          "KEY",
          max(
            iff(
              "STATE" = 'values_page_urlpath_5bbbb11f'
              and "N_EVER" is not null
              and "BY_LEAST_EVER" <= 1,
              "VALUE",
              null
            )
          ) as "LEAST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_EVER",
          max(
            iff(
              "STATE" = 'values_br_cookies_d7950f4a'
              and "N_EVER" is not null
              and "BY_MOST_EVER" <= 1,
              "VALUE",
              null
            )
          ) as "MOST_FREQUENT_VALUES_BR_COOKIES_D7950F4A_EVER",
          max(
            iff(
              "STATE" = 'values_page_urlpath_5bbbb11f'
              and "N_EVER" is not null
              and "BY_MOST_EVER" <= 1,
              "VALUE",
              null
            )
          ) as "MOST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_EVER",
          max(
            iff(
              "STATE" = 'values_page_urlpath_5bbbb11f'
              and "N_IN_LAST_7_DAYS" is not null
              and "BY_MOST_IN_LAST_7_DAYS" <= 1,
              "VALUE",
              null
            )
          ) as "MOST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_7_DAYS",
          max(
            iff(
              "STATE" = 'values_se_value_6ebbea48'
              and "N_EVER" is not null
              and "BY_MOST_EVER" <= 1,
              "VALUE",
              null
            )
          ) as "MOST_FREQUENT_VALUES_SE_VALUE_6EBBEA48_EVER"
        from
          "VALUE_RANKS"
        group by
          "KEY"
      ),
      "STATES_OF_KEYS" as (
        select
          "S"."KEY",
          "V"."LEAST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_EVER",
          "V"."MOST_FREQUENT_VALUES_BR_COOKIES_D7950F4A_EVER",
          "V"."MOST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_EVER",
          "V"."MOST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_7_DAYS",
          "V"."MOST_FREQUENT_VALUES_SE_VALUE_6EBBEA48_EVER"
        from
          "SCALARS" as "S"
          left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
      ),
      "PARTS_OF_VALUES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."MOST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_EVER",
          "S"."LEAST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_EVER",
          "S"."MOST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_7_DAYS",
          "S"."MOST_FREQUENT_VALUES_BR_COOKIES_D7950F4A_EVER",
          regexp_substr(
            "S"."MOST_FREQUENT_VALUES_SE_VALUE_6EBBEA48_EVER",
            '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
            1,
            1,
            'e',
            1
          ) as "MOST_FREQUENT_VALUES_SE_VALUE_6EBBEA48_EVER_NUMBER"
        from
          "STATES_OF_KEYS" as "S"
      ),
      "PARTS_OF_VALUES_OF_KEYS_2" as (
        select
          "S"."KEY",
          "S"."MOST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_EVER",
          "S"."LEAST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_EVER",
          "S"."MOST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_7_DAYS",
          "S"."MOST_FREQUENT_VALUES_SE_VALUE_6EBBEA48_EVER_NUMBER",
          "S"."MOST_FREQUENT_VALUES_BR_COOKIES_D7950F4A_EVER",
          nullif(
            nullif(try_to_double("S"."MOST_FREQUENT_VALUES_SE_VALUE_6EBBEA48_EVER_NUMBER"), 'inf'::float),
            '-inf'::float
          ) as "MOST_FREQUENT_VALUES_SE_VALUE_6EBBEA48_EVER_DOUBLE"
        from
          "PARTS_OF_VALUES_OF_KEYS" as "S"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          "S"."MOST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_EVER" as "FAVOURITE",
          "S"."LEAST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_EVER" as "RAREST",
          "S"."MOST_FREQUENT_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_7_DAYS" as "FAVOURITE_IN_7_DAYS",
          iff(
            coalesce(
              try_to_decimal("S"."MOST_FREQUENT_VALUES_SE_VALUE_6EBBEA48_EVER_NUMBER", 38, 0),
              (sign("S"."MOST_FREQUENT_VALUES_SE_VALUE_6EBBEA48_EVER_DOUBLE") * 1e37)::number(38, 0)
            ) between -2147483648 and 2147483647,
            coalesce(
              try_to_decimal("S"."MOST_FREQUENT_VALUES_SE_VALUE_6EBBEA48_EVER_NUMBER", 38, 0),
              (sign("S"."MOST_FREQUENT_VALUES_SE_VALUE_6EBBEA48_EVER_DOUBLE") * 1e37)::number(38, 0)
            ),
            null
          ) as "USUAL_PRICE",
          coalesce(cast("S"."MOST_FREQUENT_VALUES_BR_COOKIES_D7950F4A_EVER" as boolean), false) as "USUAL_COOKIES"
        from
          "PARTS_OF_VALUES_OF_KEYS_2" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "FAVOURITE",
          "RAREST",
          "FAVOURITE_IN_7_DAYS",
          "USUAL_PRICE",
          "USUAL_COOKIES",
          "UPDATED_AT"
        from
          "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES"
        where
          "DOMAIN_USERID" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
          )
      )
    select
      coalesce("N"."DOMAIN_USERID", "P"."DOMAIN_USERID") as "DOMAIN_USERID",
      "N"."FAVOURITE",
      "N"."RAREST",
      "N"."FAVOURITE_IN_7_DAYS",
      "N"."USUAL_PRICE",
      "N"."USUAL_COOKIES",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:6 as timestamp_ntz)
        and equal_null("N"."FAVOURITE", "P"."FAVOURITE")
        and equal_null("N"."RAREST", "P"."RAREST")
        and equal_null("N"."FAVOURITE_IN_7_DAYS", "P"."FAVOURITE_IN_7_DAYS")
        and equal_null("N"."USUAL_PRICE", "P"."USUAL_PRICE")
        and equal_null("N"."USUAL_COOKIES", "P"."USUAL_COOKIES") then "P"."UPDATED_AT"
        else convert_timezone('UTC', current_timestamp())::timestamp_ntz
      end as "UPDATED_AT"
    from
      "NEW_VALUES" as "N"
      full join "PUBLISHED_VALUES" as "P" on "P"."DOMAIN_USERID" = "N"."DOMAIN_USERID"
    where
      exists (
        select
          "VERSION"
        from
          "SIGNALS_SNOWPLOW_MANIFEST"."SBE_LEDGER"
        where
          "GROUP_NAME" = :4
          and "VERSION" = cast(:2 as number(38, 0))
      )
  ) as "N" on "P"."DOMAIN_USERID" = "N"."DOMAIN_USERID"
when matched and
  "N"."UPDATED_AT" is null
then delete
when matched then update set
  "FAVOURITE" = "N"."FAVOURITE",
  "RAREST" = "N"."RAREST",
  "FAVOURITE_IN_7_DAYS" = "N"."FAVOURITE_IN_7_DAYS",
  "USUAL_PRICE" = "N"."USUAL_PRICE",
  "USUAL_COOKIES" = "N"."USUAL_COOKIES",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "FAVOURITE",
    "RAREST",
    "FAVOURITE_IN_7_DAYS",
    "USUAL_PRICE",
    "USUAL_COOKIES",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."FAVOURITE",
    "N"."RAREST",
    "N"."FAVOURITE_IN_7_DAYS",
    "N"."USUAL_PRICE",
    "N"."USUAL_COOKIES",
    "N"."AS_OF",
    "N"."UPDATED_AT"
  );

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT",
  min("UPDATED_AT") as "OLDEST_UPDATE"
from
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES";
