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

-- write
merge into
  "signals_derived"."visitor_1_attributes" as "p" using (
    with
      "touched_keys" as (
        select
          "key"
        from
          "signals_derived"."visitor_1_aggregates"
        where
          "segment" in (
            select
              unnest(string_split($fresh, ','))
          )
        union all
        select
          "domain_userid" as "key"
        from
          "signals_derived"."visitor_1_attributes"
        where
          "updated_at" < cast($renew_before as timestamp)
          or $rewrite = 'true'
      ),
      "live_aggregates" as (
        select
          "key",
          "count_any_event_by_id_73ab12a4",
          "count_any_event_by_id_c380e8e3",
          "count_page_view_by_id_9a3b6969"
        from
          "signals_derived"."visitor_1_aggregates"
        where
          "segment" in (
            select
              unnest(string_split($segments, ','))
          )
          and "key" in (
            select
              "key"
            from
              "touched_keys"
          )
      ),
      "scalars" as (
        select
          "key",
          sum("count_any_event_by_id_73ab12a4") as "count_any_event_by_id_73ab12a4_ever",
          sum("count_any_event_by_id_c380e8e3") as "count_any_event_by_id_c380e8e3_ever",
          sum("count_page_view_by_id_9a3b6969") as "count_page_view_by_id_9a3b6969_ever"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_any_event_by_id_73ab12a4") > 0
          or sum("count_any_event_by_id_c380e8e3") > 0
          or sum("count_page_view_by_id_9a3b6969") > 0
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          coalesce(cast("s"."count_any_event_by_id_c380e8e3_ever" as bigint), 0) as "searches",
          coalesce(cast("s"."count_page_view_by_id_9a3b6969_ever" as bigint), 0) as "searches_or_views",
          coalesce(cast("s"."count_any_event_by_id_73ab12a4_ever" as bigint), 0) as "unspecified"
        from
          "scalars" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "searches",
          "searches_or_views",
          "unspecified",
          "updated_at"
        from
          "signals_derived"."visitor_1_attributes"
        where
          "domain_userid" in (
            select
              "key"
            from
              "touched_keys"
          )
      )
    select
      coalesce("n"."domain_userid", "p"."domain_userid") as "domain_userid",
      "n"."searches",
      "n"."searches_or_views",
      "n"."unspecified",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."searches" is not distinct from "p"."searches"
        and "n"."searches_or_views" is not distinct from "p"."searches_or_views"
        and "n"."unspecified" is not distinct from "p"."unspecified" then "p"."updated_at"
        else (now() at time zone 'UTC')
      end as "updated_at"
    from
      "new_values" as "n"
      full join "published_values" as "p" on "p"."domain_userid" = "n"."domain_userid"
    where
      exists (
        select
          "version"
        from
          "signals_snowplow_manifest"."sbe_ledger"
        where
          "group_name" = $group_name
          and "version" = cast($expected_version as bigint)
      )
  ) as "n" on "p"."domain_userid" = "n"."domain_userid" when matched
  and "n"."updated_at" is null then delete
when matched then update set
  "searches" = "n"."searches",
  "searches_or_views" = "n"."searches_or_views",
  "unspecified" = "n"."unspecified",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  ("domain_userid", "searches", "searches_or_views", "unspecified", "as_of", "updated_at")
values
  (
    "n"."domain_userid",
    "n"."searches",
    "n"."searches_or_views",
    "n"."unspecified",
    "n"."as_of",
    "n"."updated_at"
  );

-- count
select
  count(*) as "key_count",
  count_if("updated_at" >= cast($published_since as timestamp)) as "changed_count",
  min("updated_at") as "oldest_update"
from
  "signals_derived"."visitor_1_attributes";
