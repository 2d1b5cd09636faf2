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
          "count_any_event_04a949ec",
          "count_any_event_by_se_label_00e077be",
          "count_any_event_by_se_label_42fd0e98",
          "count_any_event_by_se_label_d1f1c04b",
          "count_values_se_label_58a28d62",
          "last_se_label_2c38a6e0",
          "last_se_label_8ca5f092",
          "max_se_label_48bf9f0b",
          "max_se_label_ef0e49e7",
          "min_se_label_7423919a",
          "sum_se_label_36b02d09"
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
          sum("count_any_event_by_se_label_00e077be") as "count_any_event_by_se_label_00e077be_ever",
          sum("count_any_event_by_se_label_42fd0e98") as "count_any_event_by_se_label_42fd0e98_ever",
          sum("count_any_event_by_se_label_d1f1c04b") as "count_any_event_by_se_label_d1f1c04b_ever",
          sum("count_values_se_label_58a28d62") as "count_values_se_label_58a28d62_ever",
          max("last_se_label_2c38a6e0") as "last_se_label_2c38a6e0_ever",
          max("last_se_label_8ca5f092") as "last_se_label_8ca5f092_ever",
          max("max_se_label_48bf9f0b") as "max_se_label_48bf9f0b_ever",
          max("max_se_label_ef0e49e7") as "max_se_label_ef0e49e7_ever",
          min("min_se_label_7423919a") as "min_se_label_7423919a_ever",
          sum("sum_se_label_36b02d09") as "sum_se_label_36b02d09_ever"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_any_event_04a949ec") > 0
          or sum("count_any_event_by_se_label_00e077be") > 0
          or sum("count_any_event_by_se_label_42fd0e98") > 0
          or sum("count_any_event_by_se_label_d1f1c04b") > 0
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          try_cast("s"."max_se_label_ef0e49e7_ever" as bigint) as "max_number",
          "s"."max_se_label_48bf9f0b_ever" as "max_text",
          "s"."min_se_label_7423919a_ever" as "min_number",
          coalesce(cast(cast("s"."sum_se_label_36b02d09_ever" as varchar) as double), 0e0) as "total",
          coalesce(sbe_number_text(cast("s"."sum_se_label_36b02d09_ever" as varchar)), '0') as "total_as_text",
          case
            when "s"."sum_se_label_36b02d09_ever" is null then 0
            else try_cast(sbe_whole(cast("s"."sum_se_label_36b02d09_ever" as varchar)) as bigint)
          end as "total_rounded",
          (
            cast(cast("s"."sum_se_label_36b02d09_ever" as varchar) as double) / cast("s"."count_values_se_label_58a28d62_ever" as double)
          ) as "average",
          try_cast(
            sbe_whole(
              cast(
                (
                  cast(cast("s"."sum_se_label_36b02d09_ever" as varchar) as double) / cast("s"."count_values_se_label_58a28d62_ever" as double)
                ) as varchar
              )
            ) as integer
          ) as "average_rounded",
          try_cast(struct_extract("s"."last_se_label_8ca5f092_ever", 'v') as bigint) as "last_number",
          try_cast(struct_extract("s"."last_se_label_8ca5f092_ever", 'v') as integer) as "last_number_int32",
          struct_extract("s"."last_se_label_2c38a6e0_ever", 'v') as "last_text",
          coalesce(cast("s"."count_any_event_by_se_label_d1f1c04b_ever" as bigint), 0) as "above_nine",
          coalesce(cast("s"."count_any_event_by_se_label_42fd0e98_ever" as bigint), 0) as "above_nine_as_text",
          coalesce(cast("s"."count_any_event_by_se_label_00e077be_ever" as bigint), 0) as "twelve"
        from
          "scalars" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "max_number",
          "max_text",
          "min_number",
          "total",
          "total_as_text",
          "total_rounded",
          "average",
          "average_rounded",
          "last_number",
          "last_number_int32",
          "last_text",
          "above_nine",
          "above_nine_as_text",
          "twelve",
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
      "n"."max_number",
      "n"."max_text",
      "n"."min_number",
      "n"."total",
      "n"."total_as_text",
      "n"."total_rounded",
      "n"."average",
      "n"."average_rounded",
      "n"."last_number",
      "n"."last_number_int32",
      "n"."last_text",
      "n"."above_nine",
      "n"."above_nine_as_text",
      "n"."twelve",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."max_number" is not distinct from "p"."max_number"
        and "n"."max_text" is not distinct from "p"."max_text"
        and "n"."min_number" is not distinct from "p"."min_number"
        and "n"."total" is not distinct from "p"."total"
        and "n"."total_as_text" is not distinct from "p"."total_as_text"
        and "n"."total_rounded" is not distinct from "p"."total_rounded"
        and "n"."average" is not distinct from "p"."average"
        and "n"."average_rounded" is not distinct from "p"."average_rounded"
        and "n"."last_number" is not distinct from "p"."last_number"
        and "n"."last_number_int32" is not distinct from "p"."last_number_int32"
        and "n"."last_text" is not distinct from "p"."last_text"
        and "n"."above_nine" is not distinct from "p"."above_nine"
        and "n"."above_nine_as_text" is not distinct from "p"."above_nine_as_text"
        and "n"."twelve" is not distinct from "p"."twelve" then "p"."updated_at"
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
  "max_number" = "n"."max_number",
  "max_text" = "n"."max_text",
  "min_number" = "n"."min_number",
  "total" = "n"."total",
  "total_as_text" = "n"."total_as_text",
  "total_rounded" = "n"."total_rounded",
  "average" = "n"."average",
  "average_rounded" = "n"."average_rounded",
  "last_number" = "n"."last_number",
  "last_number_int32" = "n"."last_number_int32",
  "last_text" = "n"."last_text",
  "above_nine" = "n"."above_nine",
  "above_nine_as_text" = "n"."above_nine_as_text",
  "twelve" = "n"."twelve",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "max_number",
    "max_text",
    "min_number",
    "total",
    "total_as_text",
    "total_rounded",
    "average",
    "average_rounded",
    "last_number",
    "last_number_int32",
    "last_text",
    "above_nine",
    "above_nine_as_text",
    "twelve",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."max_number",
    "n"."max_text",
    "n"."min_number",
    "n"."total",
    "n"."total_as_text",
    "n"."total_rounded",
    "n"."average",
    "n"."average_rounded",
    "n"."last_number",
    "n"."last_number_int32",
    "n"."last_text",
    "n"."above_nine",
    "n"."above_nine_as_text",
    "n"."twelve",
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
