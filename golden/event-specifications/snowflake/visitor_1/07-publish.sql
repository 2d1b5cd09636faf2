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
--   published_since   the clock before this publication
--   renew_before      rows that were updated before this time are sent to the Profiles Store again
--   rewrite           true where the rows of all keys are written
--   segments          live segments, joined by commas

-- write (:1 as_of, :2 expected_version, :3 fresh, :4 group_name, :5 renew_before, :6 rewrite, :7 segments)
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
          "DOMAIN_USERID" as "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES"
        where
          "UPDATED_AT" < cast(:5 as timestamp_ntz)
          or :6 = 'true'
      ),
      "LIVE_AGGREGATES" as (
        select
          "KEY",
          "COUNT_ANY_EVENT_BY_ID_73AB12A4",
          "COUNT_ANY_EVENT_BY_ID_C380E8E3",
          "COUNT_PAGE_VIEW_BY_ID_9A3B6969"
        from
          "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:7, ','))
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
          sum("COUNT_ANY_EVENT_BY_ID_73AB12A4") as "COUNT_ANY_EVENT_BY_ID_73AB12A4_EVER",
          sum("COUNT_ANY_EVENT_BY_ID_C380E8E3") as "COUNT_ANY_EVENT_BY_ID_C380E8E3_EVER",
          sum("COUNT_PAGE_VIEW_BY_ID_9A3B6969") as "COUNT_PAGE_VIEW_BY_ID_9A3B6969_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_BY_ID_73AB12A4") > 0
          or sum("COUNT_ANY_EVENT_BY_ID_C380E8E3") > 0
          or sum("COUNT_PAGE_VIEW_BY_ID_9A3B6969") > 0
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_ID_C380E8E3_EVER" as number(38, 0)), 0) as "SEARCHES",
          coalesce(cast("S"."COUNT_PAGE_VIEW_BY_ID_9A3B6969_EVER" as number(38, 0)), 0) as "SEARCHES_OR_VIEWS",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_ID_73AB12A4_EVER" as number(38, 0)), 0) as "UNSPECIFIED"
        from
          "SCALARS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "SEARCHES",
          "SEARCHES_OR_VIEWS",
          "UNSPECIFIED",
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
      "N"."SEARCHES",
      "N"."SEARCHES_OR_VIEWS",
      "N"."UNSPECIFIED",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
        and equal_null("N"."SEARCHES", "P"."SEARCHES")
        and equal_null("N"."SEARCHES_OR_VIEWS", "P"."SEARCHES_OR_VIEWS")
        and equal_null("N"."UNSPECIFIED", "P"."UNSPECIFIED") then "P"."UPDATED_AT"
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
  "SEARCHES" = "N"."SEARCHES",
  "SEARCHES_OR_VIEWS" = "N"."SEARCHES_OR_VIEWS",
  "UNSPECIFIED" = "N"."UNSPECIFIED",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  ("DOMAIN_USERID", "SEARCHES", "SEARCHES_OR_VIEWS", "UNSPECIFIED", "AS_OF", "UPDATED_AT")
values
  (
    "N"."DOMAIN_USERID",
    "N"."SEARCHES",
    "N"."SEARCHES_OR_VIEWS",
    "N"."UNSPECIFIED",
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
