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
                "BUCKET" >= dateadd(hour, -6, date_trunc('hour', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(hour, -6, date_trunc('hour', cast(:1 as timestamp_ntz)))
              )
              or (
                "BUCKET" >= date_trunc('hour', cast(:5 as timestamp_ntz))
                and "BUCKET" < date_trunc('hour', cast(:1 as timestamp_ntz))
              )
              or (
                "BUCKET" >= dateadd(hour, -36, date_trunc('hour', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(hour, -36, date_trunc('hour', cast(:1 as timestamp_ntz)))
              )
              or (
                "BUCKET" >= dateadd(minute, -90, date_trunc('minute', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(minute, -90, date_trunc('minute', cast(:1 as timestamp_ntz)))
              )
              or (
                "BUCKET" >= date_trunc('minute', cast(:5 as timestamp_ntz))
                and "BUCKET" < date_trunc('minute', cast(:1 as timestamp_ntz))
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
          "COUNT_ANY_EVENT_022CA00A",
          "COUNT_ANY_EVENT_A33A448D",
          "LAST_PAGE_URLPATH_D3898135",
          "BUCKET" >= dateadd(hour, -36, date_trunc('hour', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('hour', cast(:1 as timestamp_ntz)) as "IN_LAST_36_HOURS",
          "BUCKET" >= dateadd(hour, -6, date_trunc('hour', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('hour', cast(:1 as timestamp_ntz)) as "IN_LAST_6_HOURS",
          "BUCKET" >= dateadd(minute, -90, date_trunc('minute', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('minute', cast(:1 as timestamp_ntz)) as "IN_LAST_90_MINUTES"
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
          sum(iff("IN_LAST_90_MINUTES", "COUNT_ANY_EVENT_022CA00A", null)) as "COUNT_ANY_EVENT_022CA00A_IN_LAST_90_MINUTES",
          sum("COUNT_ANY_EVENT_A33A448D") as "COUNT_ANY_EVENT_A33A448D_EVER",
          sum(iff("IN_LAST_36_HOURS", "COUNT_ANY_EVENT_A33A448D", null)) as "COUNT_ANY_EVENT_A33A448D_IN_LAST_36_HOURS",
          sum(iff("IN_LAST_6_HOURS", "COUNT_ANY_EVENT_A33A448D", null)) as "COUNT_ANY_EVENT_A33A448D_IN_LAST_6_HOURS",
          max(iff("IN_LAST_6_HOURS", "LAST_PAGE_URLPATH_D3898135", null)) as "LAST_PAGE_URLPATH_D3898135_IN_LAST_6_HOURS"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_A33A448D") > 0
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce(cast("S"."COUNT_ANY_EVENT_A33A448D_IN_LAST_6_HOURS" as number(38, 0)), 0) as "SIX_HOURS",
          coalesce(cast("S"."COUNT_ANY_EVENT_A33A448D_IN_LAST_36_HOURS" as number(38, 0)), 0) as "DAY_AND_A_HALF",
          coalesce(cast("S"."COUNT_ANY_EVENT_022CA00A_IN_LAST_90_MINUTES" as number(38, 0)), 0) as "NINETY_MINUTES",
          substr(
            "S"."LAST_PAGE_URLPATH_D3898135_IN_LAST_6_HOURS",
            position(' ', "S"."LAST_PAGE_URLPATH_D3898135_IN_LAST_6_HOURS") + 1
          ) as "LAST_PAGE_IN_SIX_HOURS",
          coalesce(cast("S"."COUNT_ANY_EVENT_A33A448D_EVER" as number(38, 0)), 0) as "EVER"
        from
          "SCALARS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "SIX_HOURS",
          "DAY_AND_A_HALF",
          "NINETY_MINUTES",
          "LAST_PAGE_IN_SIX_HOURS",
          "EVER",
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
      "N"."SIX_HOURS",
      "N"."DAY_AND_A_HALF",
      "N"."NINETY_MINUTES",
      "N"."LAST_PAGE_IN_SIX_HOURS",
      "N"."EVER",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:6 as timestamp_ntz)
        and equal_null("N"."SIX_HOURS", "P"."SIX_HOURS")
        and equal_null("N"."DAY_AND_A_HALF", "P"."DAY_AND_A_HALF")
        and equal_null("N"."NINETY_MINUTES", "P"."NINETY_MINUTES")
        and equal_null("N"."LAST_PAGE_IN_SIX_HOURS", "P"."LAST_PAGE_IN_SIX_HOURS")
        and equal_null("N"."EVER", "P"."EVER") then "P"."UPDATED_AT"
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
  "SIX_HOURS" = "N"."SIX_HOURS",
  "DAY_AND_A_HALF" = "N"."DAY_AND_A_HALF",
  "NINETY_MINUTES" = "N"."NINETY_MINUTES",
  "LAST_PAGE_IN_SIX_HOURS" = "N"."LAST_PAGE_IN_SIX_HOURS",
  "EVER" = "N"."EVER",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "SIX_HOURS",
    "DAY_AND_A_HALF",
    "NINETY_MINUTES",
    "LAST_PAGE_IN_SIX_HOURS",
    "EVER",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."SIX_HOURS",
    "N"."DAY_AND_A_HALF",
    "N"."NINETY_MINUTES",
    "N"."LAST_PAGE_IN_SIX_HOURS",
    "N"."EVER",
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
