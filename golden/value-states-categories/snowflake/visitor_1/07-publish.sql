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
                "BUCKET" >= dateadd(day, -3, date_trunc('day', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(day, -3, date_trunc('day', cast(:1 as timestamp_ntz)))
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
          "COUNT_ADD_TO_CART_66BE2CF4",
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
              table (split_to_table(:8, ','))
          )
          and "KEY" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
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
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "PAGES",
          "PAGES_IN_3_DAYS",
          "PRICES",
          "COOKIES",
          "CART_PAGES",
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
      "N"."PAGES",
      "N"."PAGES_IN_3_DAYS",
      "N"."PRICES",
      "N"."COOKIES",
      "N"."CART_PAGES",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:6 as timestamp_ntz)
        and equal_null(to_json("N"."PAGES"), to_json("P"."PAGES"))
        and equal_null(to_json("N"."PAGES_IN_3_DAYS"), to_json("P"."PAGES_IN_3_DAYS"))
        and equal_null(to_json("N"."PRICES"), to_json("P"."PRICES"))
        and equal_null(to_json("N"."COOKIES"), to_json("P"."COOKIES"))
        and equal_null(to_json("N"."CART_PAGES"), to_json("P"."CART_PAGES")) then "P"."UPDATED_AT"
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
  "PAGES" = "N"."PAGES",
  "PAGES_IN_3_DAYS" = "N"."PAGES_IN_3_DAYS",
  "PRICES" = "N"."PRICES",
  "COOKIES" = "N"."COOKIES",
  "CART_PAGES" = "N"."CART_PAGES",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "PAGES",
    "PAGES_IN_3_DAYS",
    "PRICES",
    "COOKIES",
    "CART_PAGES",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."PAGES",
    "N"."PAGES_IN_3_DAYS",
    "N"."PRICES",
    "N"."COOKIES",
    "N"."CART_PAGES",
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
