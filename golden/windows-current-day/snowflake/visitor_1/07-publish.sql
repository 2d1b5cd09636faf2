-- visitor_1: publish
-- Writes the attributes of the keys of visitor_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  visitor_1_aggregates, visitor_1_attributes, sbe_ledger
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
                "BUCKET" >= date_trunc('day', cast(:5 as timestamp_ntz))
                and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz))
              )
              or (
                "BUCKET" >= dateadd(day, 1, date_trunc('day', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(day, 1, date_trunc('day', cast(:1 as timestamp_ntz)))
              )
              or (
                "BUCKET" >= dateadd(day, -1, date_trunc('day', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(day, -1, date_trunc('day', cast(:1 as timestamp_ntz)))
              )
              or (
                "BUCKET" >= dateadd(hour, -6, date_trunc('hour', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(hour, -6, date_trunc('hour', cast(:1 as timestamp_ntz)))
              )
              or (
                "BUCKET" >= date_trunc('hour', cast(:5 as timestamp_ntz))
                and "BUCKET" < date_trunc('hour', cast(:1 as timestamp_ntz))
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
          "COUNT_ANY_EVENT_08B5A954",
          "COUNT_ANY_EVENT_A33A448D",
          "FIRST_PAGE_URLPATH_76C7B54F",
          "BUCKET" >= date_trunc('day', cast(:1 as timestamp_ntz))
          and "BUCKET" < dateadd(day, 1, date_trunc('day', cast(:1 as timestamp_ntz))) as "IN_LAST_1_DAY_AND_TODAY",
          "BUCKET" >= dateadd(day, -1, date_trunc('day', cast(:1 as timestamp_ntz)))
          and "BUCKET" < dateadd(day, 1, date_trunc('day', cast(:1 as timestamp_ntz))) as "IN_LAST_2_DAYS_AND_TODAY",
          "BUCKET" >= dateadd(hour, -6, date_trunc('hour', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('hour', cast(:1 as timestamp_ntz)) as "IN_LAST_6_HOURS"
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
          sum(iff("IN_LAST_1_DAY_AND_TODAY", "COUNT_ANY_EVENT_08B5A954", null)) as "COUNT_ANY_EVENT_08B5A954_IN_LAST_1_DAY_AND_TODAY",
          sum(iff("IN_LAST_2_DAYS_AND_TODAY", "COUNT_ANY_EVENT_08B5A954", null)) as "COUNT_ANY_EVENT_08B5A954_IN_LAST_2_DAYS_AND_TODAY",
          sum(iff("IN_LAST_6_HOURS", "COUNT_ANY_EVENT_A33A448D", null)) as "COUNT_ANY_EVENT_A33A448D_IN_LAST_6_HOURS",
          min(iff("IN_LAST_2_DAYS_AND_TODAY", "FIRST_PAGE_URLPATH_76C7B54F", null)) as "FIRST_PAGE_URLPATH_76C7B54F_IN_LAST_2_DAYS_AND_TODAY"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_08B5A954") > 0
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce(cast("S"."COUNT_ANY_EVENT_08B5A954_IN_LAST_1_DAY_AND_TODAY" as number(38, 0)), 0) as "ONE_DAY",
          coalesce(cast("S"."COUNT_ANY_EVENT_08B5A954_IN_LAST_2_DAYS_AND_TODAY" as number(38, 0)), 0) as "TWO_DAYS",
          coalesce(cast("S"."COUNT_ANY_EVENT_A33A448D_IN_LAST_6_HOURS" as number(38, 0)), 0) as "SIX_HOURS",
          substr(
            "S"."FIRST_PAGE_URLPATH_76C7B54F_IN_LAST_2_DAYS_AND_TODAY",
            position(' ', "S"."FIRST_PAGE_URLPATH_76C7B54F_IN_LAST_2_DAYS_AND_TODAY") + 1
          ) as "FIRST_PAGE_IN_TWO_DAYS"
        from
          "SCALARS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "ONE_DAY",
          "TWO_DAYS",
          "SIX_HOURS",
          "FIRST_PAGE_IN_TWO_DAYS",
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
      "N"."ONE_DAY",
      "N"."TWO_DAYS",
      "N"."SIX_HOURS",
      "N"."FIRST_PAGE_IN_TWO_DAYS",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:6 as timestamp_ntz)
        and equal_null("N"."ONE_DAY", "P"."ONE_DAY")
        and equal_null("N"."TWO_DAYS", "P"."TWO_DAYS")
        and equal_null("N"."SIX_HOURS", "P"."SIX_HOURS")
        and equal_null("N"."FIRST_PAGE_IN_TWO_DAYS", "P"."FIRST_PAGE_IN_TWO_DAYS") then "P"."UPDATED_AT"
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
  "ONE_DAY" = "N"."ONE_DAY",
  "TWO_DAYS" = "N"."TWO_DAYS",
  "SIX_HOURS" = "N"."SIX_HOURS",
  "FIRST_PAGE_IN_TWO_DAYS" = "N"."FIRST_PAGE_IN_TWO_DAYS",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "ONE_DAY",
    "TWO_DAYS",
    "SIX_HOURS",
    "FIRST_PAGE_IN_TWO_DAYS",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."ONE_DAY",
    "N"."TWO_DAYS",
    "N"."SIX_HOURS",
    "N"."FIRST_PAGE_IN_TWO_DAYS",
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
