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
          "key"
        from
          "signals_derived"."visitor_1_value_aggregates"
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
          "count_any_event_04a949ec",
          "count_any_event_by_active_month_8f7555fb",
          "count_any_event_by_hour_of_day_10f87fb0",
          "last_active_day_0ca15d6c",
          "last_active_day_5688e920",
          "last_active_month_8b206849",
          "last_active_week_2a5c6330",
          "last_day_of_week_ecac1592",
          "last_hour_of_day_ce100397",
          "last_month_of_year_4ea267dc"
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
          sum("count_any_event_by_active_month_8f7555fb") as "count_any_event_by_active_month_8f7555fb_ever",
          sum("count_any_event_by_hour_of_day_10f87fb0") as "count_any_event_by_hour_of_day_10f87fb0_ever",
          max("last_active_day_0ca15d6c") as "last_active_day_0ca15d6c_ever",
          max("last_active_day_5688e920") as "last_active_day_5688e920_ever",
          max("last_active_month_8b206849") as "last_active_month_8b206849_ever",
          max("last_active_week_2a5c6330") as "last_active_week_2a5c6330_ever",
          max("last_day_of_week_ecac1592") as "last_day_of_week_ecac1592_ever",
          max("last_hour_of_day_ce100397") as "last_hour_of_day_ce100397_ever",
          max("last_month_of_year_4ea267dc") as "last_month_of_year_4ea267dc_ever"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_any_event_04a949ec") > 0
          or sum("count_any_event_by_active_month_8f7555fb") > 0
          or sum("count_any_event_by_hour_of_day_10f87fb0") > 0
      ),
      "live_values" as (
        select
          "key",
          "state",
          "value",
          "n",
          "last_order"
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
          and "state" in ('values_day_of_week_587a02c4')
      ),
      "value_totals" as (
        select
          "key",
          "state",
          "value",
          sum("n") as "n_ever",
          max("last_order") as "last_order_ever"
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
          to_json(
            map(
              list_slice(
                list(
                  "value"
                  order by
                    "n_ever" desc,
                    "last_order_ever" desc,
                    "value" desc
                ) filter(
                  where
                    "state" = 'values_day_of_week_587a02c4'
                    and "n_ever" is not null
                ),
                1,
                100
              ),
              list_slice(
                list(
                  "n_ever"
                  order by
                    "n_ever" desc,
                    "last_order_ever" desc,
                    "value" desc
                ) filter(
                  where
                    "state" = 'values_day_of_week_587a02c4'
                    and "n_ever" is not null
                ),
                1,
                100
              )
            )
          ) as "categories_values_day_of_week_587a02c4_ever"
        from
          "value_totals"
        group by
          "key"
      ),
      "states_of_keys" as (
        select
          "s"."key",
          "s"."count_any_event_by_active_month_8f7555fb_ever",
          "s"."count_any_event_by_hour_of_day_10f87fb0_ever",
          "s"."last_active_day_0ca15d6c_ever",
          "s"."last_active_day_5688e920_ever",
          "s"."last_active_month_8b206849_ever",
          "s"."last_active_week_2a5c6330_ever",
          "s"."last_day_of_week_ecac1592_ever",
          "s"."last_hour_of_day_ce100397_ever",
          "s"."last_month_of_year_4ea267dc_ever",
          "v"."categories_values_day_of_week_587a02c4_ever"
        from
          "scalars" as "s"
          left join "value_summaries" as "v" on "v"."key" = "s"."key"
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          try_cast(struct_extract("s"."last_hour_of_day_ce100397_ever", 'v') as integer) as "last_hour",
          try_cast(struct_extract("s"."last_day_of_week_ecac1592_ever", 'v') as integer) as "last_weekday",
          try_cast(struct_extract("s"."last_month_of_year_4ea267dc_ever", 'v') as integer) as "last_month",
          struct_extract("s"."last_active_day_5688e920_ever", 'v') as "last_day",
          struct_extract("s"."last_active_week_2a5c6330_ever", 'v') as "last_week",
          struct_extract("s"."last_active_month_8b206849_ever", 'v') as "month",
          struct_extract("s"."last_active_day_0ca15d6c_ever", 'v') as "last_order_day",
          coalesce("s"."categories_values_day_of_week_587a02c4_ever", cast('{}' as json)) as "weekdays",
          coalesce(cast("s"."count_any_event_by_hour_of_day_10f87fb0_ever" as bigint), 0) as "at_night",
          coalesce(cast("s"."count_any_event_by_active_month_8f7555fb_ever" as bigint), 0) as "in_march"
        from
          "states_of_keys" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "last_hour",
          "last_weekday",
          "last_month",
          "last_day",
          "last_week",
          "month",
          "last_order_day",
          "weekdays",
          "at_night",
          "in_march",
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
      "n"."last_hour",
      "n"."last_weekday",
      "n"."last_month",
      "n"."last_day",
      "n"."last_week",
      "n"."month",
      "n"."last_order_day",
      "n"."weekdays",
      "n"."at_night",
      "n"."in_march",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."last_hour" is not distinct from "p"."last_hour"
        and "n"."last_weekday" is not distinct from "p"."last_weekday"
        and "n"."last_month" is not distinct from "p"."last_month"
        and "n"."last_day" is not distinct from "p"."last_day"
        and "n"."last_week" is not distinct from "p"."last_week"
        and "n"."month" is not distinct from "p"."month"
        and "n"."last_order_day" is not distinct from "p"."last_order_day"
        and "n"."weekdays" is not distinct from "p"."weekdays"
        and "n"."at_night" is not distinct from "p"."at_night"
        and "n"."in_march" is not distinct from "p"."in_march" then "p"."updated_at"
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
  "last_hour" = "n"."last_hour",
  "last_weekday" = "n"."last_weekday",
  "last_month" = "n"."last_month",
  "last_day" = "n"."last_day",
  "last_week" = "n"."last_week",
  "month" = "n"."month",
  "last_order_day" = "n"."last_order_day",
  "weekdays" = "n"."weekdays",
  "at_night" = "n"."at_night",
  "in_march" = "n"."in_march",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "last_hour",
    "last_weekday",
    "last_month",
    "last_day",
    "last_week",
    "month",
    "last_order_day",
    "weekdays",
    "at_night",
    "in_march",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."last_hour",
    "n"."last_weekday",
    "n"."last_month",
    "n"."last_day",
    "n"."last_week",
    "n"."month",
    "n"."last_order_day",
    "n"."weekdays",
    "n"."at_night",
    "n"."in_march",
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
