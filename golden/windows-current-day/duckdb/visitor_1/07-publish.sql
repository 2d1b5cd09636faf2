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
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp))
                and "bucket" < date_trunc('day', cast($as_of as timestamp))
              )
              or (
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp)) + interval 1 day
                and "bucket" < date_trunc('day', cast($as_of as timestamp)) + interval 1 day
              )
              or (
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp)) - interval 1 day
                and "bucket" < date_trunc('day', cast($as_of as timestamp)) - interval 1 day
              )
              or (
                "bucket" >= date_trunc('hour', cast($published_as_of as timestamp)) - interval 6 hour
                and "bucket" < date_trunc('hour', cast($as_of as timestamp)) - interval 6 hour
              )
              or (
                "bucket" >= date_trunc('hour', cast($published_as_of as timestamp))
                and "bucket" < date_trunc('hour', cast($as_of as timestamp))
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
          "count_any_event_08b5a954",
          "count_any_event_a33a448d",
          "first_page_urlpath_76c7b54f",
          "bucket" >= date_trunc('day', cast($as_of as timestamp))
          and "bucket" < date_trunc('day', cast($as_of as timestamp)) + interval 1 day as "in_last_1_day_and_today",
          "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 1 day
          and "bucket" < date_trunc('day', cast($as_of as timestamp)) + interval 1 day as "in_last_2_days_and_today",
          "bucket" >= date_trunc('hour', cast($as_of as timestamp)) - interval 6 hour
          and "bucket" < date_trunc('hour', cast($as_of as timestamp)) as "in_last_6_hours"
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
          sum(if("in_last_1_day_and_today", "count_any_event_08b5a954", null)) as "count_any_event_08b5a954_in_last_1_day_and_today",
          sum(if("in_last_2_days_and_today", "count_any_event_08b5a954", null)) as "count_any_event_08b5a954_in_last_2_days_and_today",
          sum(if("in_last_6_hours", "count_any_event_a33a448d", null)) as "count_any_event_a33a448d_in_last_6_hours",
          min(if("in_last_2_days_and_today", "first_page_urlpath_76c7b54f", null)) as "first_page_urlpath_76c7b54f_in_last_2_days_and_today"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_any_event_08b5a954") > 0
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          coalesce(cast("s"."count_any_event_08b5a954_in_last_1_day_and_today" as bigint), 0) as "one_day",
          coalesce(cast("s"."count_any_event_08b5a954_in_last_2_days_and_today" as bigint), 0) as "two_days",
          coalesce(cast("s"."count_any_event_a33a448d_in_last_6_hours" as bigint), 0) as "six_hours",
          struct_extract("s"."first_page_urlpath_76c7b54f_in_last_2_days_and_today", 'v') as "first_page_in_two_days"
        from
          "scalars" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "one_day",
          "two_days",
          "six_hours",
          "first_page_in_two_days",
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
      "n"."one_day",
      "n"."two_days",
      "n"."six_hours",
      "n"."first_page_in_two_days",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."one_day" is not distinct from "p"."one_day"
        and "n"."two_days" is not distinct from "p"."two_days"
        and "n"."six_hours" is not distinct from "p"."six_hours"
        and "n"."first_page_in_two_days" is not distinct from "p"."first_page_in_two_days" then "p"."updated_at"
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
  "one_day" = "n"."one_day",
  "two_days" = "n"."two_days",
  "six_hours" = "n"."six_hours",
  "first_page_in_two_days" = "n"."first_page_in_two_days",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "one_day",
    "two_days",
    "six_hours",
    "first_page_in_two_days",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."one_day",
    "n"."two_days",
    "n"."six_hours",
    "n"."first_page_in_two_days",
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
