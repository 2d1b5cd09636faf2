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
          "count_any_event_by_address_adc47209",
          "count_any_event_by_items_596a4e75",
          "count_any_event_by_items_fe4704f8",
          "count_any_event_by_lines_623204b2",
          "count_any_event_by_note_067c669f",
          "first_items_cd3bae57",
          "last_address_36b8ebc6",
          "last_items_d0a192e8",
          "last_lines_5e12534d",
          "last_note_2bf7b18a",
          "last_tags_af81bd14"
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
          sum("count_any_event_by_address_adc47209") as "count_any_event_by_address_adc47209_ever",
          sum("count_any_event_by_items_596a4e75") as "count_any_event_by_items_596a4e75_ever",
          sum("count_any_event_by_items_fe4704f8") as "count_any_event_by_items_fe4704f8_ever",
          sum("count_any_event_by_lines_623204b2") as "count_any_event_by_lines_623204b2_ever",
          sum("count_any_event_by_note_067c669f") as "count_any_event_by_note_067c669f_ever",
          min("first_items_cd3bae57") as "first_items_cd3bae57_ever",
          max("last_address_36b8ebc6") as "last_address_36b8ebc6_ever",
          max("last_items_d0a192e8") as "last_items_d0a192e8_ever",
          max("last_lines_5e12534d") as "last_lines_5e12534d_ever",
          max("last_note_2bf7b18a") as "last_note_2bf7b18a_ever",
          max("last_tags_af81bd14") as "last_tags_af81bd14_ever"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_any_event_04a949ec") > 0
          or sum("count_any_event_by_address_adc47209") > 0
          or sum("count_any_event_by_items_596a4e75") > 0
          or sum("count_any_event_by_items_fe4704f8") > 0
          or sum("count_any_event_by_lines_623204b2") > 0
          or sum("count_any_event_by_note_067c669f") > 0
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
          and "state" in ('values_items_ff405ed9')
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
                    "state" = 'values_items_ff405ed9'
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
                    "state" = 'values_items_ff405ed9'
                    and "n_ever" is not null
                ),
                1,
                100
              )
            )
          ) as "categories_values_items_ff405ed9_ever",
          list_reverse(
            list_slice(
              list(
                "value"
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_items_ff405ed9'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "list_values_items_ff405ed9_ever"
        from
          "value_totals"
        group by
          "key"
      ),
      "states_of_keys" as (
        select
          "s"."key",
          "s"."count_any_event_by_address_adc47209_ever",
          "s"."count_any_event_by_items_596a4e75_ever",
          "s"."count_any_event_by_items_fe4704f8_ever",
          "s"."count_any_event_by_lines_623204b2_ever",
          "s"."count_any_event_by_note_067c669f_ever",
          "s"."first_items_cd3bae57_ever",
          "s"."last_address_36b8ebc6_ever",
          "s"."last_items_d0a192e8_ever",
          "s"."last_lines_5e12534d_ever",
          "s"."last_note_2bf7b18a_ever",
          "s"."last_tags_af81bd14_ever",
          "v"."categories_values_items_ff405ed9_ever",
          "v"."list_values_items_ff405ed9_ever"
        from
          "scalars" as "s"
          left join "value_summaries" as "v" on "v"."key" = "s"."key"
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          struct_extract("s"."first_items_cd3bae57_ever", 'v') as "first_items",
          struct_extract("s"."last_items_d0a192e8_ever", 'v') as "last_items",
          coalesce("s"."list_values_items_ff405ed9_ever", cast([] as varchar[])) as "all_items",
          coalesce("s"."categories_values_items_ff405ed9_ever", cast('{}' as json)) as "baskets",
          cast(struct_extract("s"."last_address_36b8ebc6_ever", 'v') as json) as "last_address",
          struct_extract("s"."last_lines_5e12534d_ever", 'v') as "last_lines",
          struct_extract("s"."last_note_2bf7b18a_ever", 'v') as "last_note",
          struct_extract("s"."last_tags_af81bd14_ever", 'v') as "last_tags",
          coalesce(cast("s"."count_any_event_by_items_596a4e75_ever" as bigint), 0) as "without_items",
          coalesce(cast("s"."count_any_event_by_address_adc47209_ever" as bigint), 0) as "with_address",
          coalesce(cast("s"."count_any_event_by_note_067c669f_ever" as bigint), 0) as "note_says_null",
          coalesce(cast("s"."count_any_event_by_items_fe4704f8_ever" as bigint), 0) as "items_null_or_empty",
          coalesce(cast("s"."count_any_event_by_lines_623204b2_ever" as bigint), 0) as "with_lines"
        from
          "states_of_keys" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "first_items",
          "last_items",
          "all_items",
          "baskets",
          "last_address",
          "last_lines",
          "last_note",
          "last_tags",
          "without_items",
          "with_address",
          "note_says_null",
          "items_null_or_empty",
          "with_lines",
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
      "n"."first_items",
      "n"."last_items",
      "n"."all_items",
      "n"."baskets",
      "n"."last_address",
      "n"."last_lines",
      "n"."last_note",
      "n"."last_tags",
      "n"."without_items",
      "n"."with_address",
      "n"."note_says_null",
      "n"."items_null_or_empty",
      "n"."with_lines",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."first_items" is not distinct from "p"."first_items"
        and "n"."last_items" is not distinct from "p"."last_items"
        and "n"."all_items" is not distinct from "p"."all_items"
        and "n"."baskets" is not distinct from "p"."baskets"
        and "n"."last_address" is not distinct from "p"."last_address"
        and "n"."last_lines" is not distinct from "p"."last_lines"
        and "n"."last_note" is not distinct from "p"."last_note"
        and "n"."last_tags" is not distinct from "p"."last_tags"
        and "n"."without_items" is not distinct from "p"."without_items"
        and "n"."with_address" is not distinct from "p"."with_address"
        and "n"."note_says_null" is not distinct from "p"."note_says_null"
        and "n"."items_null_or_empty" is not distinct from "p"."items_null_or_empty"
        and "n"."with_lines" is not distinct from "p"."with_lines" then "p"."updated_at"
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
  "first_items" = "n"."first_items",
  "last_items" = "n"."last_items",
  "all_items" = "n"."all_items",
  "baskets" = "n"."baskets",
  "last_address" = "n"."last_address",
  "last_lines" = "n"."last_lines",
  "last_note" = "n"."last_note",
  "last_tags" = "n"."last_tags",
  "without_items" = "n"."without_items",
  "with_address" = "n"."with_address",
  "note_says_null" = "n"."note_says_null",
  "items_null_or_empty" = "n"."items_null_or_empty",
  "with_lines" = "n"."with_lines",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "first_items",
    "last_items",
    "all_items",
    "baskets",
    "last_address",
    "last_lines",
    "last_note",
    "last_tags",
    "without_items",
    "with_address",
    "note_says_null",
    "items_null_or_empty",
    "with_lines",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."first_items",
    "n"."last_items",
    "n"."all_items",
    "n"."baskets",
    "n"."last_address",
    "n"."last_lines",
    "n"."last_note",
    "n"."last_tags",
    "n"."without_items",
    "n"."with_address",
    "n"."note_says_null",
    "n"."items_null_or_empty",
    "n"."with_lines",
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
