-- session_2: publish
-- Writes the attributes of the keys of session_2 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  session_2_aggregates, session_2_attributes, sbe_ledger
-- writes: session_2_attributes
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
  "SIGNALS_DERIVED"."SESSION_2_ATTRIBUTES" as "P" using (
    with
      "TOUCHED_KEYS" as (
        select
          "KEY"
        from
          "SIGNALS_DERIVED"."SESSION_2_AGGREGATES"
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
          "DOMAIN_SESSIONID" as "KEY"
        from
          "SIGNALS_DERIVED"."SESSION_2_ATTRIBUTES"
        where
          "UPDATED_AT" < cast(:6 as timestamp_ntz)
          or :7 = 'true'
      ),
      "LIVE_AGGREGATES" as (
        select
          "KEY",
          "COUNT_PAGE_VIEW_3B346107",
          "COUNT_PURCHASE_6544B52E",
          "SUM_SE_VALUE_4D8072FB",
          "BUCKET" >= dateadd(day, -7, date_trunc('day', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_7_DAYS"
        from
          "SIGNALS_DERIVED"."SESSION_2_AGGREGATES"
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
          sum(iff("IN_LAST_7_DAYS", "COUNT_PAGE_VIEW_3B346107", null)) as "COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS",
          sum("SUM_SE_VALUE_4D8072FB") as "SUM_SE_VALUE_4D8072FB_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_PAGE_VIEW_3B346107") > 0
          or sum("COUNT_PURCHASE_6544B52E") > 0
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_SESSIONID",
          coalesce(cast("S"."COUNT_PAGE_VIEW_3B346107_IN_LAST_7_DAYS" as number(38, 0)), 0) as "PAGE_VIEWS",
          coalesce(to_double(cast("S"."SUM_SE_VALUE_4D8072FB_EVER" as varchar)), 0::float) as "SPENT"
        from
          "SCALARS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_SESSIONID",
          "PAGE_VIEWS",
          "SPENT",
          "UPDATED_AT"
        from
          "SIGNALS_DERIVED"."SESSION_2_ATTRIBUTES"
        where
          "DOMAIN_SESSIONID" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
          )
      )
    select
      coalesce("N"."DOMAIN_SESSIONID", "P"."DOMAIN_SESSIONID") as "DOMAIN_SESSIONID",
      "N"."PAGE_VIEWS",
      "N"."SPENT",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_SESSIONID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_SESSIONID" is not null
        and "P"."UPDATED_AT" >= cast(:6 as timestamp_ntz)
        and equal_null("N"."PAGE_VIEWS", "P"."PAGE_VIEWS")
        and equal_null("N"."SPENT", "P"."SPENT") then "P"."UPDATED_AT"
        else convert_timezone('UTC', current_timestamp())::timestamp_ntz
      end as "UPDATED_AT"
    from
      "NEW_VALUES" as "N"
      full join "PUBLISHED_VALUES" as "P" on "P"."DOMAIN_SESSIONID" = "N"."DOMAIN_SESSIONID"
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
  ) as "N" on "P"."DOMAIN_SESSIONID" = "N"."DOMAIN_SESSIONID"
when matched and
  "N"."UPDATED_AT" is null
then delete
when matched then update set
  "PAGE_VIEWS" = "N"."PAGE_VIEWS",
  "SPENT" = "N"."SPENT",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  ("DOMAIN_SESSIONID", "PAGE_VIEWS", "SPENT", "AS_OF", "UPDATED_AT")
values
  ("N"."DOMAIN_SESSIONID", "N"."PAGE_VIEWS", "N"."SPENT", "N"."AS_OF", "N"."UPDATED_AT");

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT",
  min("UPDATED_AT") as "OLDEST_UPDATE"
from
  "SIGNALS_DERIVED"."SESSION_2_ATTRIBUTES";
