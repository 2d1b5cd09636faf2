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
          or (
            "segment" in (
              select
                unnest(string_split($segments, ','))
            )
            and (
              (
                "bucket" >= date_trunc('hour', cast($published_as_of as timestamp)) - interval 6 hour
                and "bucket" < date_trunc('hour', cast($as_of as timestamp)) - interval 6 hour
              )
              or (
                "bucket" >= date_trunc('hour', cast($published_as_of as timestamp))
                and "bucket" < date_trunc('hour', cast($as_of as timestamp))
              )
              or (
                "bucket" >= date_trunc('hour', cast($published_as_of as timestamp)) - interval 36 hour
                and "bucket" < date_trunc('hour', cast($as_of as timestamp)) - interval 36 hour
              )
              or (
                "bucket" >= date_trunc('minute', cast($published_as_of as timestamp)) - interval 90 minute
                and "bucket" < date_trunc('minute', cast($as_of as timestamp)) - interval 90 minute
              )
              or (
                "bucket" >= date_trunc('minute', cast($published_as_of as timestamp))
                and "bucket" < date_trunc('minute', cast($as_of as timestamp))
              )
            )
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
          "count_any_event_022ca00a",
          "count_any_event_a33a448d",
          "last_page_urlpath_d3898135",
          "bucket" >= date_trunc('hour', cast($as_of as timestamp)) - interval 36 hour
          and "bucket" < date_trunc('hour', cast($as_of as timestamp)) as "in_last_36_hours",
          "bucket" >= date_trunc('hour', cast($as_of as timestamp)) - interval 6 hour
          and "bucket" < date_trunc('hour', cast($as_of as timestamp)) as "in_last_6_hours",
          "bucket" >= date_trunc('minute', cast($as_of as timestamp)) - interval 90 minute
          and "bucket" < date_trunc('minute', cast($as_of as timestamp)) as "in_last_90_minutes"
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
          sum(if("in_last_90_minutes", "count_any_event_022ca00a", null)) as "count_any_event_022ca00a_in_last_90_minutes",
          sum("count_any_event_a33a448d") as "count_any_event_a33a448d_ever",
          sum(if("in_last_36_hours", "count_any_event_a33a448d", null)) as "count_any_event_a33a448d_in_last_36_hours",
          sum(if("in_last_6_hours", "count_any_event_a33a448d", null)) as "count_any_event_a33a448d_in_last_6_hours",
          max(if("in_last_6_hours", "last_page_urlpath_d3898135", null)) as "last_page_urlpath_d3898135_in_last_6_hours"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_any_event_a33a448d") > 0
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          coalesce(cast("s"."count_any_event_a33a448d_in_last_6_hours" as bigint), 0) as "six_hours",
          coalesce(cast("s"."count_any_event_a33a448d_in_last_36_hours" as bigint), 0) as "day_and_a_half",
          coalesce(cast("s"."count_any_event_022ca00a_in_last_90_minutes" as bigint), 0) as "ninety_minutes",
          struct_extract("s"."last_page_urlpath_d3898135_in_last_6_hours", 'v') as "last_page_in_six_hours",
          coalesce(cast("s"."count_any_event_a33a448d_ever" as bigint), 0) as "ever"
        from
          "scalars" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "six_hours",
          "day_and_a_half",
          "ninety_minutes",
          "last_page_in_six_hours",
          "ever",
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
      "n"."six_hours",
      "n"."day_and_a_half",
      "n"."ninety_minutes",
      "n"."last_page_in_six_hours",
      "n"."ever",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."six_hours" is not distinct from "p"."six_hours"
        and "n"."day_and_a_half" is not distinct from "p"."day_and_a_half"
        and "n"."ninety_minutes" is not distinct from "p"."ninety_minutes"
        and "n"."last_page_in_six_hours" is not distinct from "p"."last_page_in_six_hours"
        and "n"."ever" is not distinct from "p"."ever" then "p"."updated_at"
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
  "six_hours" = "n"."six_hours",
  "day_and_a_half" = "n"."day_and_a_half",
  "ninety_minutes" = "n"."ninety_minutes",
  "last_page_in_six_hours" = "n"."last_page_in_six_hours",
  "ever" = "n"."ever",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "six_hours",
    "day_and_a_half",
    "ninety_minutes",
    "last_page_in_six_hours",
    "ever",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."six_hours",
    "n"."day_and_a_half",
    "n"."ninety_minutes",
    "n"."last_page_in_six_hours",
    "n"."ever",
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
