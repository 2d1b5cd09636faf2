-- basket_1: publish
-- Writes the attributes of the keys of basket_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  basket_1_aggregates, basket_1_attributes, sbe_ledger
-- writes: basket_1_attributes
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
  "signals_derived"."basket_1_attributes" as "p" using (
    with
      "touched_keys" as (
        select
          "key"
        from
          "signals_derived"."basket_1_aggregates"
        where
          "segment" in (
            select
              unnest(string_split($fresh, ','))
          )
        union all
        select
          "lines" as "key"
        from
          "signals_derived"."basket_1_attributes"
        where
          "updated_at" < cast($renew_before as timestamp)
          or $rewrite = 'true'
      ),
      "live_aggregates" as (
        select
          "key",
          "count_any_event_04a949ec"
        from
          "signals_derived"."basket_1_aggregates"
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
          sum("count_any_event_04a949ec") as "count_any_event_04a949ec_ever"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_any_event_04a949ec") > 0
      ),
      "new_values" as (
        select
          "s"."key" as "lines",
          coalesce(cast("s"."count_any_event_04a949ec_ever" as bigint), 0) as "events"
        from
          "scalars" as "s"
      ),
      "published_values" as (
        select
          "lines",
          "events",
          "updated_at"
        from
          "signals_derived"."basket_1_attributes"
        where
          "lines" in (
            select
              "key"
            from
              "touched_keys"
          )
      )
    select
      coalesce("n"."lines", "p"."lines") as "lines",
      "n"."events",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."lines" is null then cast(null as timestamp)
        when "p"."lines" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."events" is not distinct from "p"."events" then "p"."updated_at"
        else (now() at time zone 'UTC')
      end as "updated_at"
    from
      "new_values" as "n"
      full join "published_values" as "p" on "p"."lines" = "n"."lines"
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
  ) as "n" on "p"."lines" = "n"."lines" when matched
  and "n"."updated_at" is null then delete
when matched then update set
  "events" = "n"."events",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  ("lines", "events", "as_of", "updated_at")
values
  ("n"."lines", "n"."events", "n"."as_of", "n"."updated_at");

-- count
select
  count(*) as "key_count",
  count_if("updated_at" >= cast($published_since as timestamp)) as "changed_count",
  min("updated_at") as "oldest_update"
from
  "signals_derived"."basket_1_attributes";
