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
          "count_purchase_6544b52e",
          "last_se_label_11ceb8f1",
          "last_se_label_2c38a6e0",
          "last_se_label_461fb935",
          "last_se_label_6c9c43b6",
          "last_se_label_8ca5f092",
          "last_se_label_92df76ef",
          "last_se_label_9cec708c",
          "last_se_label_9f483d69",
          "last_se_label_c0171453",
          "last_se_label_eb34bf71",
          "last_se_label_eece86d7",
          "last_se_label_fd842a55",
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
          max("last_se_label_11ceb8f1") as "last_se_label_11ceb8f1_ever",
          max("last_se_label_2c38a6e0") as "last_se_label_2c38a6e0_ever",
          max("last_se_label_461fb935") as "last_se_label_461fb935_ever",
          max("last_se_label_6c9c43b6") as "last_se_label_6c9c43b6_ever",
          max("last_se_label_8ca5f092") as "last_se_label_8ca5f092_ever",
          max("last_se_label_92df76ef") as "last_se_label_92df76ef_ever",
          max("last_se_label_9cec708c") as "last_se_label_9cec708c_ever",
          max("last_se_label_9f483d69") as "last_se_label_9f483d69_ever",
          max("last_se_label_c0171453") as "last_se_label_c0171453_ever",
          max("last_se_label_eb34bf71") as "last_se_label_eb34bf71_ever",
          max("last_se_label_eece86d7") as "last_se_label_eece86d7_ever",
          max("last_se_label_fd842a55") as "last_se_label_fd842a55_ever",
          sum("sum_se_label_36b02d09") as "sum_se_label_36b02d09_ever"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_any_event_04a949ec") > 0
          or sum("count_purchase_6544b52e") > 0
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
          and "state" in (
            'values_se_label_0e4f8436',
            'values_se_label_278b84ff',
            'values_se_label_29def334',
            'values_se_label_2bf9171b',
            'values_se_label_797c4b79',
            'values_se_label_9e3f03cb'
          )
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
          list_reverse(
            list_slice(
              list(
                if(
                  "state" = 'values_se_label_278b84ff'
                  and "n_ever" is not null,
                  cast("value" as boolean),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_278b84ff'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "boolean_list_values_se_label_278b84ff_ever",
          list_reverse(
            list_slice(
              list(
                if(
                  "state" = 'values_se_label_9e3f03cb'
                  and "n_ever" is not null,
                  encode("value"),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_9e3f03cb'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "bytes_list_values_se_label_9e3f03cb_ever",
          list_reverse(
            list_slice(
              list(
                if(
                  "state" = 'values_se_label_0e4f8436'
                  and "n_ever" is not null,
                  cast("value" as double),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_0e4f8436'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "double_list_values_se_label_0e4f8436_ever",
          list_reverse(
            list_slice(
              list(
                if(
                  "state" = 'values_se_label_2bf9171b'
                  and "n_ever" is not null,
                  try_cast("value" as integer),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_2bf9171b'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "int32_list_values_se_label_2bf9171b_ever",
          list_reverse(
            list_slice(
              list(
                if(
                  "state" = 'values_se_label_29def334'
                  and "n_ever" is not null,
                  try_cast("value" as bigint),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_29def334'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "int64_list_values_se_label_29def334_ever",
          list_reverse(
            list_slice(
              list(
                "value"
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_9e3f03cb'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "list_values_se_label_9e3f03cb_ever",
          list_reverse(
            list_slice(
              list(
                if(
                  "state" = 'values_se_label_797c4b79'
                  and "n_ever" is not null,
                  cast("value" as timestamp),
                  null
                )
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_se_label_797c4b79'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "timestamp_list_values_se_label_797c4b79_ever"
        from
          "value_totals"
        group by
          "key"
      ),
      "states_of_keys" as (
        select
          "s"."key",
          "s"."last_se_label_11ceb8f1_ever",
          "s"."last_se_label_2c38a6e0_ever",
          "s"."last_se_label_461fb935_ever",
          "s"."last_se_label_6c9c43b6_ever",
          "s"."last_se_label_8ca5f092_ever",
          "s"."last_se_label_92df76ef_ever",
          "s"."last_se_label_9cec708c_ever",
          "s"."last_se_label_9f483d69_ever",
          "s"."last_se_label_c0171453_ever",
          "s"."last_se_label_eb34bf71_ever",
          "s"."last_se_label_eece86d7_ever",
          "s"."last_se_label_fd842a55_ever",
          "s"."sum_se_label_36b02d09_ever",
          "v"."boolean_list_values_se_label_278b84ff_ever",
          "v"."bytes_list_values_se_label_9e3f03cb_ever",
          "v"."double_list_values_se_label_0e4f8436_ever",
          "v"."int32_list_values_se_label_2bf9171b_ever",
          "v"."int64_list_values_se_label_29def334_ever",
          "v"."list_values_se_label_9e3f03cb_ever",
          "v"."timestamp_list_values_se_label_797c4b79_ever"
        from
          "scalars" as "s"
          left join "value_summaries" as "v" on "v"."key" = "s"."key"
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          struct_extract("s"."last_se_label_2c38a6e0_ever", 'v') as "last_string",
          encode(struct_extract("s"."last_se_label_2c38a6e0_ever", 'v')) as "last_bytes",
          try_cast(struct_extract("s"."last_se_label_8ca5f092_ever", 'v') as integer) as "last_int32",
          try_cast(struct_extract("s"."last_se_label_8ca5f092_ever", 'v') as bigint) as "last_int64",
          cast(struct_extract("s"."last_se_label_11ceb8f1_ever", 'v') as double) as "last_double",
          cast(struct_extract("s"."last_se_label_11ceb8f1_ever", 'v') as double) as "last_float",
          cast(struct_extract("s"."last_se_label_92df76ef_ever", 'v') as boolean) as "last_bool",
          cast(struct_extract("s"."last_se_label_eece86d7_ever", 'v') as timestamp) as "last_timestamp",
          cast(struct_extract("s"."last_se_label_eece86d7_ever", 'v') as timestamp) as "last_unix_timestamp",
          cast(struct_extract("s"."last_se_label_6c9c43b6_ever", 'v') as json) as "last_dict",
          coalesce(struct_extract("s"."last_se_label_461fb935_ever", 'v'), 'none') as "default_string",
          coalesce(encode(struct_extract("s"."last_se_label_461fb935_ever", 'v')), encode('none')) as "default_bytes",
          case
            when struct_extract("s"."last_se_label_9f483d69_ever", 'v') is null then -1
            else try_cast(struct_extract("s"."last_se_label_9f483d69_ever", 'v') as integer)
          end as "default_int32",
          case
            when struct_extract("s"."last_se_label_9f483d69_ever", 'v') is null then try_cast(sbe_whole('9007199254740993') as bigint)
            else try_cast(struct_extract("s"."last_se_label_9f483d69_ever", 'v') as bigint)
          end as "default_int64",
          coalesce(cast(struct_extract("s"."last_se_label_fd842a55_ever", 'v') as double), 0.1e0) as "default_double",
          coalesce(cast(struct_extract("s"."last_se_label_fd842a55_ever", 'v') as double), 1000e0) as "default_float",
          coalesce(cast(struct_extract("s"."last_se_label_c0171453_ever", 'v') as boolean), true) as "default_bool",
          coalesce(
            cast(struct_extract("s"."last_se_label_9cec708c_ever", 'v') as timestamp),
            cast('2024-03-01T00:30:00.000000Z' as timestamp)
          ) as "default_timestamp",
          coalesce(
            cast(struct_extract("s"."last_se_label_9cec708c_ever", 'v') as timestamp),
            cast('2024-01-01T00:00:00.500000Z' as timestamp)
          ) as "default_unix_timestamp",
          coalesce(
            cast(struct_extract("s"."last_se_label_eb34bf71_ever", 'v') as json),
            cast('{"a":[1,null]}' as json)
          ) as "default_dict",
          coalesce("s"."list_values_se_label_9e3f03cb_ever", cast(['a', 'O''Reilly'] as varchar[])) as "default_string_list",
          coalesce("s"."bytes_list_values_se_label_9e3f03cb_ever", cast([encode('é')] as blob[])) as "default_bytes_list",
          coalesce("s"."int32_list_values_se_label_2bf9171b_ever", cast([1, 2] as integer[])) as "default_int32_list",
          coalesce(
            "s"."int64_list_values_se_label_29def334_ever",
            cast([try_cast(sbe_whole('9007199254740993') as bigint)] as bigint[])
          ) as "default_int64_list",
          coalesce("s"."double_list_values_se_label_0e4f8436_ever", cast([0.1e0, 1e0] as double[])) as "default_double_list",
          coalesce("s"."double_list_values_se_label_0e4f8436_ever", cast([] as double[])) as "default_float_list",
          coalesce("s"."boolean_list_values_se_label_278b84ff_ever", cast([true, false] as boolean[])) as "default_bool_list",
          coalesce(
            "s"."timestamp_list_values_se_label_797c4b79_ever",
            cast(
              [cast('2024-01-01T00:00:00.000000Z' as timestamp), cast('1970-01-01T00:00:00.000000Z' as timestamp)] as timestamp[]
            )
          ) as "default_unix_timestamp_list",
          case
            when "s"."sum_se_label_36b02d09_ever" is null then -1
            else try_cast(sbe_whole(cast("s"."sum_se_label_36b02d09_ever" as varchar)) as integer)
          end as "sum_too_large"
        from
          "states_of_keys" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "last_string",
          "last_bytes",
          "last_int32",
          "last_int64",
          "last_double",
          "last_float",
          "last_bool",
          "last_timestamp",
          "last_unix_timestamp",
          "last_dict",
          "default_string",
          "default_bytes",
          "default_int32",
          "default_int64",
          "default_double",
          "default_float",
          "default_bool",
          "default_timestamp",
          "default_unix_timestamp",
          "default_dict",
          "default_string_list",
          "default_bytes_list",
          "default_int32_list",
          "default_int64_list",
          "default_double_list",
          "default_float_list",
          "default_bool_list",
          "default_unix_timestamp_list",
          "sum_too_large",
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
      "n"."last_string",
      "n"."last_bytes",
      "n"."last_int32",
      "n"."last_int64",
      "n"."last_double",
      "n"."last_float",
      "n"."last_bool",
      "n"."last_timestamp",
      "n"."last_unix_timestamp",
      "n"."last_dict",
      "n"."default_string",
      "n"."default_bytes",
      "n"."default_int32",
      "n"."default_int64",
      "n"."default_double",
      "n"."default_float",
      "n"."default_bool",
      "n"."default_timestamp",
      "n"."default_unix_timestamp",
      "n"."default_dict",
      "n"."default_string_list",
      "n"."default_bytes_list",
      "n"."default_int32_list",
      "n"."default_int64_list",
      "n"."default_double_list",
      "n"."default_float_list",
      "n"."default_bool_list",
      "n"."default_unix_timestamp_list",
      "n"."sum_too_large",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."last_string" is not distinct from "p"."last_string"
        and "n"."last_bytes" is not distinct from "p"."last_bytes"
        and "n"."last_int32" is not distinct from "p"."last_int32"
        and "n"."last_int64" is not distinct from "p"."last_int64"
        and "n"."last_double" is not distinct from "p"."last_double"
        and "n"."last_float" is not distinct from "p"."last_float"
        and "n"."last_bool" is not distinct from "p"."last_bool"
        and "n"."last_timestamp" is not distinct from "p"."last_timestamp"
        and "n"."last_unix_timestamp" is not distinct from "p"."last_unix_timestamp"
        and "n"."last_dict" is not distinct from "p"."last_dict"
        and "n"."default_string" is not distinct from "p"."default_string"
        and "n"."default_bytes" is not distinct from "p"."default_bytes"
        and "n"."default_int32" is not distinct from "p"."default_int32"
        and "n"."default_int64" is not distinct from "p"."default_int64"
        and "n"."default_double" is not distinct from "p"."default_double"
        and "n"."default_float" is not distinct from "p"."default_float"
        and "n"."default_bool" is not distinct from "p"."default_bool"
        and "n"."default_timestamp" is not distinct from "p"."default_timestamp"
        and "n"."default_unix_timestamp" is not distinct from "p"."default_unix_timestamp"
        and "n"."default_dict" is not distinct from "p"."default_dict"
        and "n"."default_string_list" is not distinct from "p"."default_string_list"
        and "n"."default_bytes_list" is not distinct from "p"."default_bytes_list"
        and "n"."default_int32_list" is not distinct from "p"."default_int32_list"
        and "n"."default_int64_list" is not distinct from "p"."default_int64_list"
        and "n"."default_double_list" is not distinct from "p"."default_double_list"
        and "n"."default_float_list" is not distinct from "p"."default_float_list"
        and "n"."default_bool_list" is not distinct from "p"."default_bool_list"
        and "n"."default_unix_timestamp_list" is not distinct from "p"."default_unix_timestamp_list"
        and "n"."sum_too_large" is not distinct from "p"."sum_too_large" then "p"."updated_at"
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
  "last_string" = "n"."last_string",
  "last_bytes" = "n"."last_bytes",
  "last_int32" = "n"."last_int32",
  "last_int64" = "n"."last_int64",
  "last_double" = "n"."last_double",
  "last_float" = "n"."last_float",
  "last_bool" = "n"."last_bool",
  "last_timestamp" = "n"."last_timestamp",
  "last_unix_timestamp" = "n"."last_unix_timestamp",
  "last_dict" = "n"."last_dict",
  "default_string" = "n"."default_string",
  "default_bytes" = "n"."default_bytes",
  "default_int32" = "n"."default_int32",
  "default_int64" = "n"."default_int64",
  "default_double" = "n"."default_double",
  "default_float" = "n"."default_float",
  "default_bool" = "n"."default_bool",
  "default_timestamp" = "n"."default_timestamp",
  "default_unix_timestamp" = "n"."default_unix_timestamp",
  "default_dict" = "n"."default_dict",
  "default_string_list" = "n"."default_string_list",
  "default_bytes_list" = "n"."default_bytes_list",
  "default_int32_list" = "n"."default_int32_list",
  "default_int64_list" = "n"."default_int64_list",
  "default_double_list" = "n"."default_double_list",
  "default_float_list" = "n"."default_float_list",
  "default_bool_list" = "n"."default_bool_list",
  "default_unix_timestamp_list" = "n"."default_unix_timestamp_list",
  "sum_too_large" = "n"."sum_too_large",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "last_string",
    "last_bytes",
    "last_int32",
    "last_int64",
    "last_double",
    "last_float",
    "last_bool",
    "last_timestamp",
    "last_unix_timestamp",
    "last_dict",
    "default_string",
    "default_bytes",
    "default_int32",
    "default_int64",
    "default_double",
    "default_float",
    "default_bool",
    "default_timestamp",
    "default_unix_timestamp",
    "default_dict",
    "default_string_list",
    "default_bytes_list",
    "default_int32_list",
    "default_int64_list",
    "default_double_list",
    "default_float_list",
    "default_bool_list",
    "default_unix_timestamp_list",
    "sum_too_large",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."last_string",
    "n"."last_bytes",
    "n"."last_int32",
    "n"."last_int64",
    "n"."last_double",
    "n"."last_float",
    "n"."last_bool",
    "n"."last_timestamp",
    "n"."last_unix_timestamp",
    "n"."last_dict",
    "n"."default_string",
    "n"."default_bytes",
    "n"."default_int32",
    "n"."default_int64",
    "n"."default_double",
    "n"."default_float",
    "n"."default_bool",
    "n"."default_timestamp",
    "n"."default_unix_timestamp",
    "n"."default_dict",
    "n"."default_string_list",
    "n"."default_bytes_list",
    "n"."default_int32_list",
    "n"."default_int64_list",
    "n"."default_double_list",
    "n"."default_float_list",
    "n"."default_bool_list",
    "n"."default_unix_timestamp_list",
    "n"."sum_too_large",
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
