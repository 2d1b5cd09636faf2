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
          "count_add_to_cart_66be2cf4",
          "count_any_event_04a949ec"
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
          "key"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_add_to_cart_66be2cf4") > 0
          or sum("count_any_event_04a949ec") > 0
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
          and "state" in (
            'values_active_day_0097bb02',
            'values_se_label_46c93e82',
            'values_se_label_4c225c20',
            'values_se_label_79673331',
            'values_se_label_9973876b',
            'values_se_label_bf2639c4',
            'values_se_label_d47f893f',
            'values_se_label_deafd599'
          )
      ),
      "value_totals" as (
        select
          "key",
          "state",
          "value",
          sum("n") as "n_ever",
          max("last_order") as "last_order_ever",
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
                if(
                  "state" = 'values_se_label_9973876b'
                  and "n_ever" is not null,
                  cast("value" as boolean),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_9973876b'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "boolean_list_values_se_label_9973876b_ever",
          list_reverse(
            list_slice(
              list(
                if(
                  "state" = 'values_se_label_d47f893f'
                  and "n_ever" is not null,
                  encode("value"),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_d47f893f'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "bytes_list_values_se_label_d47f893f_ever",
          list_reverse(
            list_slice(
              list(
                if(
                  "state" = 'values_se_label_deafd599'
                  and "n_ever" is not null,
                  cast("value" as double),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_deafd599'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "double_list_values_se_label_deafd599_ever",
          list_reverse(
            list_slice(
              list(
                if(
                  "state" = 'values_se_label_46c93e82'
                  and "n_ever" is not null,
                  try_cast("value" as integer),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_46c93e82'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "int32_list_values_se_label_46c93e82_ever",
          list_reverse(
            list_slice(
              list(
                if(
                  "state" = 'values_se_label_79673331'
                  and "n_ever" is not null,
                  try_cast("value" as bigint),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_79673331'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "int64_list_values_se_label_79673331_ever",
          list_reverse(
            list_slice(
              list(
                "value"
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_active_day_0097bb02'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "list_values_active_day_0097bb02_ever",
          list_reverse(
            list_slice(
              list(
                "value"
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_bf2639c4'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "list_values_se_label_bf2639c4_ever",
          list_reverse(
            list_slice(
              list(
                "value"
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_d47f893f'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "list_values_se_label_d47f893f_ever",
          list_reverse(
            list_slice(
              list(
                "value"
                order by
                  "last_order_in_last_3_days" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_d47f893f'
                  and "n_in_last_3_days" is not null
              ),
              1,
              100
            )
          ) as "list_values_se_label_d47f893f_in_last_3_days",
          list_reverse(
            list_slice(
              list(
                if(
                  "state" = 'values_se_label_4c225c20'
                  and "n_ever" is not null,
                  cast("value" as timestamp),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_4c225c20'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "timestamp_list_values_se_label_4c225c20_ever"
        from
          "value_totals"
        group by
          "key"
      ),
      "states_of_keys" as (
        select
          "s"."key",
          "v"."boolean_list_values_se_label_9973876b_ever",
          "v"."bytes_list_values_se_label_d47f893f_ever",
          "v"."double_list_values_se_label_deafd599_ever",
          "v"."int32_list_values_se_label_46c93e82_ever",
          "v"."int64_list_values_se_label_79673331_ever",
          "v"."list_values_active_day_0097bb02_ever",
          "v"."list_values_se_label_bf2639c4_ever",
          "v"."list_values_se_label_d47f893f_ever",
          "v"."list_values_se_label_d47f893f_in_last_3_days",
          "v"."timestamp_list_values_se_label_4c225c20_ever"
        from
          "scalars" as "s"
          left join "value_summaries" as "v" on "v"."key" = "s"."key"
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          coalesce("s"."list_values_se_label_d47f893f_ever", cast([] as varchar[])) as "texts",
          coalesce("s"."list_values_se_label_d47f893f_in_last_3_days", cast([] as varchar[])) as "recent_texts",
          coalesce("s"."int32_list_values_se_label_46c93e82_ever", cast([] as integer[])) as "int32s",
          coalesce("s"."int64_list_values_se_label_79673331_ever", cast([] as bigint[])) as "int64s",
          coalesce("s"."double_list_values_se_label_deafd599_ever", cast([] as double[])) as "doubles",
          coalesce("s"."double_list_values_se_label_deafd599_ever", cast([] as double[])) as "floats",
          coalesce("s"."boolean_list_values_se_label_9973876b_ever", cast([] as boolean[])) as "bools",
          coalesce("s"."timestamp_list_values_se_label_4c225c20_ever", cast([] as timestamp[])) as "times",
          coalesce("s"."bytes_list_values_se_label_d47f893f_ever", cast([] as blob[])) as "bytes",
          coalesce("s"."list_values_active_day_0097bb02_ever", cast([] as varchar[])) as "days",
          coalesce("s"."list_values_se_label_bf2639c4_ever", cast(['nothing'] as varchar[])) as "carts"
        from
          "states_of_keys" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "texts",
          "recent_texts",
          "int32s",
          "int64s",
          "doubles",
          "floats",
          "bools",
          "times",
          "bytes",
          "days",
          "carts",
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
      "n"."texts",
      "n"."recent_texts",
      "n"."int32s",
      "n"."int64s",
      "n"."doubles",
      "n"."floats",
      "n"."bools",
      "n"."times",
      "n"."bytes",
      "n"."days",
      "n"."carts",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."texts" is not distinct from "p"."texts"
        and "n"."recent_texts" is not distinct from "p"."recent_texts"
        and "n"."int32s" is not distinct from "p"."int32s"
        and "n"."int64s" is not distinct from "p"."int64s"
        and "n"."doubles" is not distinct from "p"."doubles"
        and "n"."floats" is not distinct from "p"."floats"
        and "n"."bools" is not distinct from "p"."bools"
        and "n"."times" is not distinct from "p"."times"
        and "n"."bytes" is not distinct from "p"."bytes"
        and "n"."days" is not distinct from "p"."days"
        and "n"."carts" is not distinct from "p"."carts" then "p"."updated_at"
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
  "texts" = "n"."texts",
  "recent_texts" = "n"."recent_texts",
  "int32s" = "n"."int32s",
  "int64s" = "n"."int64s",
  "doubles" = "n"."doubles",
  "floats" = "n"."floats",
  "bools" = "n"."bools",
  "times" = "n"."times",
  "bytes" = "n"."bytes",
  "days" = "n"."days",
  "carts" = "n"."carts",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "texts",
    "recent_texts",
    "int32s",
    "int64s",
    "doubles",
    "floats",
    "bools",
    "times",
    "bytes",
    "days",
    "carts",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."texts",
    "n"."recent_texts",
    "n"."int32s",
    "n"."int64s",
    "n"."doubles",
    "n"."floats",
    "n"."bools",
    "n"."times",
    "n"."bytes",
    "n"."days",
    "n"."carts",
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
