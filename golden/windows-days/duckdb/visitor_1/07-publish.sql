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
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp)) - interval 1 day
                and "bucket" < date_trunc('day', cast($as_of as timestamp)) - interval 1 day
              )
              or (
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp))
                and "bucket" < date_trunc('day', cast($as_of as timestamp))
              )
              or (
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp)) - interval 7 day
                and "bucket" < date_trunc('day', cast($as_of as timestamp)) - interval 7 day
              )
              or (
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp)) - interval 3 day
                and "bucket" < date_trunc('day', cast($as_of as timestamp)) - interval 3 day
              )
            )
          )
        union all
        select
          "key"
        from
          "signals_derived"."visitor_1_value_aggregates"
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
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp)) - interval 3 day
                and "bucket" < date_trunc('day', cast($as_of as timestamp)) - interval 3 day
              )
              or (
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp))
                and "bucket" < date_trunc('day', cast($as_of as timestamp))
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
          "count_any_event_04a949ec",
          "count_page_view_3b346107",
          "max_se_value_d56d78d7",
          "sum_se_value_038d88b0",
          "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 1 day
          and "bucket" < date_trunc('day', cast($as_of as timestamp)) as "in_last_1_day",
          "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 3 day
          and "bucket" < date_trunc('day', cast($as_of as timestamp)) as "in_last_3_days",
          "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 7 day
          and "bucket" < date_trunc('day', cast($as_of as timestamp)) as "in_last_7_days"
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
          sum("count_page_view_3b346107") as "count_page_view_3b346107_ever",
          sum(if("in_last_1_day", "count_page_view_3b346107", null)) as "count_page_view_3b346107_in_last_1_day",
          sum(if("in_last_7_days", "count_page_view_3b346107", null)) as "count_page_view_3b346107_in_last_7_days",
          max(if("in_last_3_days", "max_se_value_d56d78d7", null)) as "max_se_value_d56d78d7_in_last_3_days",
          sum(if("in_last_3_days", "sum_se_value_038d88b0", null)) as "sum_se_value_038d88b0_in_last_3_days"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_any_event_04a949ec") > 0
          or sum("count_page_view_3b346107") > 0
      ),
      "live_values" as (
        select
          "key",
          "state",
          "value",
          "n",
          "last_order",
          "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 3 day
          and "bucket" < date_trunc('day', cast($as_of as timestamp)) as "in_last_3_days"
        from
          "signals_derived"."visitor_1_value_aggregates"
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
          and "state" in ('values_page_urlpath_5bbbb11f')
      ),
      "value_totals" as (
        select
          "key",
          "state",
          "value",
          sum(if("in_last_3_days", "n", null)) as "n_in_last_3_days",
          max(if("in_last_3_days", "last_order", null)) as "last_order_in_last_3_days"
        from
          "live_values"
        group by
          "key",
          "state",
          "value"
      ),
      "value_summaries" as (
        select
          "key",
          list_reverse(
            list_slice(
              list(
                "value"
                order by
                  "last_order_in_last_3_days" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_page_urlpath_5bbbb11f'
                  and "n_in_last_3_days" is not null
              ),
              1,
              100
            )
          ) as "list_values_page_urlpath_5bbbb11f_in_last_3_days"
        from
          "value_totals"
        group by
          "key"
      ),
      "states_of_keys" as (
        select
          "s"."key",
          "s"."count_page_view_3b346107_ever",
          "s"."count_page_view_3b346107_in_last_1_day",
          "s"."count_page_view_3b346107_in_last_7_days",
          "s"."max_se_value_d56d78d7_in_last_3_days",
          "s"."sum_se_value_038d88b0_in_last_3_days",
          "v"."list_values_page_urlpath_5bbbb11f_in_last_3_days"
        from
          "scalars" as "s"
          left join "value_summaries" as "v" on "v"."key" = "s"."key"
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          coalesce(cast("s"."count_page_view_3b346107_ever" as bigint), 0) as "ever",
          coalesce(cast("s"."count_page_view_3b346107_in_last_1_day" as bigint), 0) as "last_day",
          coalesce(cast("s"."count_page_view_3b346107_in_last_1_day" as bigint), 0) as "last_24_hours",
          coalesce(cast("s"."count_page_view_3b346107_in_last_7_days" as bigint), 0) as "last_7_days",
          coalesce(cast("s"."count_page_view_3b346107_in_last_7_days" as bigint), 0) as "last_week",
          coalesce(cast(cast("s"."sum_se_value_038d88b0_in_last_3_days" as varchar) as double), 0e0) as "spent_in_3_days",
          "s"."max_se_value_d56d78d7_in_last_3_days" as "dearest_in_3_days",
          coalesce("s"."list_values_page_urlpath_5bbbb11f_in_last_3_days", cast([] as varchar[])) as "pages_in_3_days"
        from
          "states_of_keys" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "ever",
          "last_day",
          "last_24_hours",
          "last_7_days",
          "last_week",
          "spent_in_3_days",
          "dearest_in_3_days",
          "pages_in_3_days",
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
      "n"."ever",
      "n"."last_day",
      "n"."last_24_hours",
      "n"."last_7_days",
      "n"."last_week",
      "n"."spent_in_3_days",
      "n"."dearest_in_3_days",
      "n"."pages_in_3_days",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."ever" is not distinct from "p"."ever"
        and "n"."last_day" is not distinct from "p"."last_day"
        and "n"."last_24_hours" is not distinct from "p"."last_24_hours"
        and "n"."last_7_days" is not distinct from "p"."last_7_days"
        and "n"."last_week" is not distinct from "p"."last_week"
        and "n"."spent_in_3_days" is not distinct from "p"."spent_in_3_days"
        and "n"."dearest_in_3_days" is not distinct from "p"."dearest_in_3_days"
        and "n"."pages_in_3_days" is not distinct from "p"."pages_in_3_days" then "p"."updated_at"
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
  "ever" = "n"."ever",
  "last_day" = "n"."last_day",
  "last_24_hours" = "n"."last_24_hours",
  "last_7_days" = "n"."last_7_days",
  "last_week" = "n"."last_week",
  "spent_in_3_days" = "n"."spent_in_3_days",
  "dearest_in_3_days" = "n"."dearest_in_3_days",
  "pages_in_3_days" = "n"."pages_in_3_days",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "ever",
    "last_day",
    "last_24_hours",
    "last_7_days",
    "last_week",
    "spent_in_3_days",
    "dearest_in_3_days",
    "pages_in_3_days",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."ever",
    "n"."last_day",
    "n"."last_24_hours",
    "n"."last_7_days",
    "n"."last_week",
    "n"."spent_in_3_days",
    "n"."dearest_in_3_days",
    "n"."pages_in_3_days",
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
