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
          or (
            "SEGMENT" in (
              select
                value
              from
                table (split_to_table(:8, ','))
            )
            and (
              (
                "BUCKET" >= dateadd(day, -1, date_trunc('day', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(day, -1, date_trunc('day', cast(:1 as timestamp_ntz)))
              )
              or (
                "BUCKET" >= date_trunc('day', cast(:5 as timestamp_ntz))
                and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz))
              )
              or (
                "BUCKET" >= dateadd(day, -7, date_trunc('day', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(day, -7, date_trunc('day', cast(:1 as timestamp_ntz)))
              )
              or (
                "BUCKET" >= dateadd(day, -3, date_trunc('day', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(day, -3, date_trunc('day', cast(:1 as timestamp_ntz)))
              )
            )
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
          "COUNT_ANY_EVENT_04A949EC",
          "COUNT_PAGE_VIEW_3B346107",
          "MAX_SE_VALUE_D56D78D7",
          "SUM_SE_VALUE_038D88B0",
          "BUCKET" >= dateadd(day, -1, date_trunc('day', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_1_DAY",
          "BUCKET" >= dateadd(day, -3, date_trunc('day', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_3_DAYS",
          "BUCKET" >= dateadd(day, -7, date_trunc('day', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_7_DAYS"
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
          "KEY",
          sum("COUNT_PAGE_VIEW_3B346107") as "COUNT_PAGE_VIEW_3B346107_EVER",
          sum(iff("IN_LAST_1_DAY", "COUNT_PAGE_VIEW_3B346107", null)) as "COUNT_PAGE_VIEW_3B346107_IN_LAST_1_DAY",
          sum(iff("IN_LAST_7_DAYS", "COUNT_PAGE_VIEW_3B346107", null)) as "COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS",
          max(iff("IN_LAST_3_DAYS", "MAX_SE_VALUE_D56D78D7", null)) as "MAX_SE_VALUE_D56D78D7_IN_LAST_3_DAYS",
          sum(iff("IN_LAST_3_DAYS", "SUM_SE_VALUE_038D88B0", null)) as "SUM_SE_VALUE_038D88B0_IN_LAST_3_DAYS"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_PAGE_VIEW_3B346107") > 0
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
          and "STATE" in ('values_page_urlpath_5bbbb11f')
      ),
      "VALUE_TOTALS" as (
        select
          "KEY",
          "STATE",
          "VALUE",
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
          "N_IN_LAST_3_DAYS",
          "LAST_ORDER_IN_LAST_3_DAYS",
          row_number() over (
            partition by
              "KEY",
              "STATE"
            order by
              "LAST_ORDER_IN_LAST_3_DAYS" desc nulls last,
              "VALUE" desc nulls last
          ) as "BY_LATEST_IN_LAST_3_DAYS"
        from
          "VALUE_TOTALS"
      ),
      "VALUE_SUMMARIES" as (
        select
          "KEY",
          iff(
            count_if(
              "STATE" = 'values_page_urlpath_5bbbb11f'
              and "N_IN_LAST_3_DAYS" is not null
              and "BY_LATEST_IN_LAST_3_DAYS" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_page_urlpath_5bbbb11f'
                and "N_IN_LAST_3_DAYS" is not null
                and "BY_LATEST_IN_LAST_3_DAYS" <= 100,
                "VALUE",
                null
              )
            ) within group (
              order by
                "LAST_ORDER_IN_LAST_3_DAYS",
                "VALUE"
            ),
            null
          ) as "LIST_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_3_DAYS"
        from
          "VALUE_RANKS"
        group by
          "KEY"
      ),
      "STATES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."COUNT_PAGE_VIEW_3B346107_EVER",
          "S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_1_DAY",
          "S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS",
          "S"."MAX_SE_VALUE_D56D78D7_IN_LAST_3_DAYS",
          "S"."SUM_SE_VALUE_038D88B0_IN_LAST_3_DAYS",
          "V"."LIST_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_3_DAYS"
        from
          "SCALARS" as "S"
          left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_EVER" as number(38, 0)), 0) as "EVER",
          coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_1_DAY" as number(38, 0)), 0) as "LAST_DAY",
          coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_1_DAY" as number(38, 0)), 0) as "LAST_24_HOURS",
          coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS" as number(38, 0)), 0) as "LAST_7_DAYS",
          coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS" as number(38, 0)), 0) as "LAST_WEEK",
          coalesce(to_double(cast("S"."SUM_SE_VALUE_038D88B0_IN_LAST_3_DAYS" as varchar)), 0::float) as "SPENT_IN_3_DAYS",
          "S"."MAX_SE_VALUE_D56D78D7_IN_LAST_3_DAYS" as "DEAREST_IN_3_DAYS",
          coalesce("S"."LIST_VALUES_PAGE_URLPATH_5BBBB11F_IN_LAST_3_DAYS", cast(array_construct() as array)) as "PAGES_IN_3_DAYS"
        from
          "STATES_OF_KEYS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "EVER",
          "LAST_DAY",
          "LAST_24_HOURS",
          "LAST_7_DAYS",
          "LAST_WEEK",
          "SPENT_IN_3_DAYS",
          "DEAREST_IN_3_DAYS",
          "PAGES_IN_3_DAYS",
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
      "N"."EVER",
      "N"."LAST_DAY",
      "N"."LAST_24_HOURS",
      "N"."LAST_7_DAYS",
      "N"."LAST_WEEK",
      "N"."SPENT_IN_3_DAYS",
      "N"."DEAREST_IN_3_DAYS",
      "N"."PAGES_IN_3_DAYS",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:6 as timestamp_ntz)
        and equal_null("N"."EVER", "P"."EVER")
        and equal_null("N"."LAST_DAY", "P"."LAST_DAY")
        and equal_null("N"."LAST_24_HOURS", "P"."LAST_24_HOURS")
        and equal_null("N"."LAST_7_DAYS", "P"."LAST_7_DAYS")
        and equal_null("N"."LAST_WEEK", "P"."LAST_WEEK")
        and equal_null("N"."SPENT_IN_3_DAYS", "P"."SPENT_IN_3_DAYS")
        and equal_null("N"."DEAREST_IN_3_DAYS", "P"."DEAREST_IN_3_DAYS")
        and equal_null(to_json("N"."PAGES_IN_3_DAYS"), to_json("P"."PAGES_IN_3_DAYS")) then "P"."UPDATED_AT"
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
  "EVER" = "N"."EVER",
  "LAST_DAY" = "N"."LAST_DAY",
  "LAST_24_HOURS" = "N"."LAST_24_HOURS",
  "LAST_7_DAYS" = "N"."LAST_7_DAYS",
  "LAST_WEEK" = "N"."LAST_WEEK",
  "SPENT_IN_3_DAYS" = "N"."SPENT_IN_3_DAYS",
  "DEAREST_IN_3_DAYS" = "N"."DEAREST_IN_3_DAYS",
  "PAGES_IN_3_DAYS" = "N"."PAGES_IN_3_DAYS",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "EVER",
    "LAST_DAY",
    "LAST_24_HOURS",
    "LAST_7_DAYS",
    "LAST_WEEK",
    "SPENT_IN_3_DAYS",
    "DEAREST_IN_3_DAYS",
    "PAGES_IN_3_DAYS",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."EVER",
    "N"."LAST_DAY",
    "N"."LAST_24_HOURS",
    "N"."LAST_7_DAYS",
    "N"."LAST_WEEK",
    "N"."SPENT_IN_3_DAYS",
    "N"."DEAREST_IN_3_DAYS",
    "N"."PAGES_IN_3_DAYS",
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
