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
  `signals_derived`.`visitor_1_attributes` as `p` using (
    with
      `touched_keys` as (
        select
          `key`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@fresh, ','))
        union all
        select
          `key`
        from
          `signals_derived`.`visitor_1_value_aggregates`
        where
          `segment` in unnest(split(@fresh, ','))
        union all
        select
          `domain_userid` as `key`
        from
          `signals_derived`.`visitor_1_attributes`
        where
          `updated_at` < @renew_before
          or @rewrite = 'true'
      ),
      `live_aggregates` as (
        select
          `key`,
          `count_any_event_04a949ec`,
          `count_purchase_6544b52e`,
          `last_se_label_11ceb8f1`,
          `last_se_label_2c38a6e0`,
          `last_se_label_461fb935`,
          `last_se_label_6c9c43b6`,
          `last_se_label_8ca5f092`,
          `last_se_label_92df76ef`,
          `last_se_label_9cec708c`,
          `last_se_label_9f483d69`,
          `last_se_label_c0171453`,
          `last_se_label_eb34bf71`,
          `last_se_label_eece86d7`,
          `last_se_label_fd842a55`,
          `sum_se_label_36b02d09`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
          and `key` in (
            select
              `key`
            from
              `touched_keys`
          )
      ),
      `scalars` as (
        select
          `key`,
          max(`last_se_label_11ceb8f1`) as `last_se_label_11ceb8f1_ever`,
          max(`last_se_label_2c38a6e0`) as `last_se_label_2c38a6e0_ever`,
          max(`last_se_label_461fb935`) as `last_se_label_461fb935_ever`,
          max(`last_se_label_6c9c43b6`) as `last_se_label_6c9c43b6_ever`,
          max(`last_se_label_8ca5f092`) as `last_se_label_8ca5f092_ever`,
          max(`last_se_label_92df76ef`) as `last_se_label_92df76ef_ever`,
          max(`last_se_label_9cec708c`) as `last_se_label_9cec708c_ever`,
          max(`last_se_label_9f483d69`) as `last_se_label_9f483d69_ever`,
          max(`last_se_label_c0171453`) as `last_se_label_c0171453_ever`,
          max(`last_se_label_eb34bf71`) as `last_se_label_eb34bf71_ever`,
          max(`last_se_label_eece86d7`) as `last_se_label_eece86d7_ever`,
          max(`last_se_label_fd842a55`) as `last_se_label_fd842a55_ever`,
          sum(`sum_se_label_36b02d09`) as `sum_se_label_36b02d09_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_04a949ec`) > 0
          or sum(`count_purchase_6544b52e`) > 0
      ),
      `live_values` as (
        select
          `key`,
          `state`,
          `value`,
          `n`,
          `last_order`
        from
          `signals_derived`.`visitor_1_value_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
          and `key` in (
            select
              `key`
            from
              `touched_keys`
          )
          and `state` in (
            'values_se_label_0e4f8436',
            'values_se_label_278b84ff',
            'values_se_label_29def334',
            'values_se_label_2bf9171b',
            'values_se_label_797c4b79',
            'values_se_label_9e3f03cb'
          )
      ),
      `value_totals` as (
        select
          `key`,
          `state`,
          `value`,
          sum(`n`) as `n_ever`,
          max(`last_order`) as `last_order_ever`
        from
          `live_values`
        group by
          `key`,
          `state`,
          `value`
      ),
      `value_summaries` as (
        select
          `key`,
          array_reverse(
            array_agg(
              if(
                `state` = 'values_se_label_278b84ff'
                and `n_ever` is not null,
                cast(`value` as bool),
                null
              ) ignore nulls
              order by
                `last_order_ever` desc,
                `value` desc
              limit
                100
            )
          ) as `boolean_list_values_se_label_278b84ff_ever`,
          array_reverse(
            array_agg(
              if(
                `state` = 'values_se_label_9e3f03cb'
                and `n_ever` is not null,
                cast(`value` as bytes),
                null
              ) ignore nulls
              order by
                `last_order_ever` desc,
                `value` desc
              limit
                100
            )
          ) as `bytes_list_values_se_label_9e3f03cb_ever`,
          array_reverse(
            array_agg(
              if(
                `state` = 'values_se_label_0e4f8436'
                and `n_ever` is not null,
                cast(`value` as float64),
                null
              ) ignore nulls
              order by
                `last_order_ever` desc,
                `value` desc
              limit
                100
            )
          ) as `double_list_values_se_label_0e4f8436_ever`,
          array_reverse(
            array_agg(
              if(
                `state` = 'values_se_label_2bf9171b'
                and `n_ever` is not null,
                if(
                  safe_cast(round(safe_cast(`value` as bignumeric)) as int64) between -2147483648 and 2147483647,
                  safe_cast(round(safe_cast(`value` as bignumeric)) as int64),
                  null
                ),
                null
              ) ignore nulls
              order by
                `last_order_ever` desc,
                `value` desc
              limit
                100
            )
          ) as `int32_list_values_se_label_2bf9171b_ever`,
          array_reverse(
            array_agg(
              if(
                `state` = 'values_se_label_29def334'
                and `n_ever` is not null,
                safe_cast(round(safe_cast(`value` as bignumeric)) as int64),
                null
              ) ignore nulls
              order by
                `last_order_ever` desc,
                `value` desc
              limit
                100
            )
          ) as `int64_list_values_se_label_29def334_ever`,
          array_reverse(
            array_agg(
              if(
                `state` = 'values_se_label_9e3f03cb'
                and `n_ever` is not null,
                `value`,
                null
              ) ignore nulls
              order by
                `last_order_ever` desc,
                `value` desc
              limit
                100
            )
          ) as `list_values_se_label_9e3f03cb_ever`,
          array_reverse(
            array_agg(
              if(
                `state` = 'values_se_label_797c4b79'
                and `n_ever` is not null,
                cast(`value` as timestamp),
                null
              ) ignore nulls
              order by
                `last_order_ever` desc,
                `value` desc
              limit
                100
            )
          ) as `timestamp_list_values_se_label_797c4b79_ever`
        from
          `value_totals`
        group by
          `key`
      ),
      `states_of_keys` as (
        select
          `s`.`key`,
          `s`.`last_se_label_11ceb8f1_ever`,
          `s`.`last_se_label_2c38a6e0_ever`,
          `s`.`last_se_label_461fb935_ever`,
          `s`.`last_se_label_6c9c43b6_ever`,
          `s`.`last_se_label_8ca5f092_ever`,
          `s`.`last_se_label_92df76ef_ever`,
          `s`.`last_se_label_9cec708c_ever`,
          `s`.`last_se_label_9f483d69_ever`,
          `s`.`last_se_label_c0171453_ever`,
          `s`.`last_se_label_eb34bf71_ever`,
          `s`.`last_se_label_eece86d7_ever`,
          `s`.`last_se_label_fd842a55_ever`,
          `s`.`sum_se_label_36b02d09_ever`,
          `v`.`boolean_list_values_se_label_278b84ff_ever`,
          `v`.`bytes_list_values_se_label_9e3f03cb_ever`,
          `v`.`double_list_values_se_label_0e4f8436_ever`,
          `v`.`int32_list_values_se_label_2bf9171b_ever`,
          `v`.`int64_list_values_se_label_29def334_ever`,
          `v`.`list_values_se_label_9e3f03cb_ever`,
          `v`.`timestamp_list_values_se_label_797c4b79_ever`
        from
          `scalars` as `s`
          left join `value_summaries` as `v` on `v`.`key` = `s`.`key`
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          substr(`s`.`last_se_label_2c38a6e0_ever`, strpos(`s`.`last_se_label_2c38a6e0_ever`, '\t') + 1) as `last_string`,
          cast(
            substr(`s`.`last_se_label_2c38a6e0_ever`, strpos(`s`.`last_se_label_2c38a6e0_ever`, '\t') + 1) as bytes
          ) as `last_bytes`,
          if(
            safe_cast(
              round(
                safe_cast(
                  substr(`s`.`last_se_label_8ca5f092_ever`, strpos(`s`.`last_se_label_8ca5f092_ever`, '\t') + 1) as bignumeric
                )
              ) as int64
            ) between -2147483648 and 2147483647,
            safe_cast(
              round(
                safe_cast(
                  substr(`s`.`last_se_label_8ca5f092_ever`, strpos(`s`.`last_se_label_8ca5f092_ever`, '\t') + 1) as bignumeric
                )
              ) as int64
            ),
            null
          ) as `last_int32`,
          safe_cast(
            round(
              safe_cast(
                substr(`s`.`last_se_label_8ca5f092_ever`, strpos(`s`.`last_se_label_8ca5f092_ever`, '\t') + 1) as bignumeric
              )
            ) as int64
          ) as `last_int64`,
          cast(
            substr(`s`.`last_se_label_11ceb8f1_ever`, strpos(`s`.`last_se_label_11ceb8f1_ever`, '\t') + 1) as float64
          ) as `last_double`,
          cast(
            substr(`s`.`last_se_label_11ceb8f1_ever`, strpos(`s`.`last_se_label_11ceb8f1_ever`, '\t') + 1) as float64
          ) as `last_float`,
          cast(
            substr(`s`.`last_se_label_92df76ef_ever`, strpos(`s`.`last_se_label_92df76ef_ever`, '\t') + 1) as bool
          ) as `last_bool`,
          cast(
            substr(`s`.`last_se_label_eece86d7_ever`, strpos(`s`.`last_se_label_eece86d7_ever`, '\t') + 1) as timestamp
          ) as `last_timestamp`,
          cast(
            substr(`s`.`last_se_label_eece86d7_ever`, strpos(`s`.`last_se_label_eece86d7_ever`, '\t') + 1) as timestamp
          ) as `last_unix_timestamp`,
          parse_json(
            substr(`s`.`last_se_label_6c9c43b6_ever`, strpos(`s`.`last_se_label_6c9c43b6_ever`, '\t') + 1),
            wide_number_mode => 'round'
          ) as `last_dict`,
          coalesce(
            substr(`s`.`last_se_label_461fb935_ever`, strpos(`s`.`last_se_label_461fb935_ever`, '\t') + 1),
            'none'
          ) as `default_string`,
          coalesce(
            cast(
              substr(`s`.`last_se_label_461fb935_ever`, strpos(`s`.`last_se_label_461fb935_ever`, '\t') + 1) as bytes
            ),
            cast('none' as bytes)
          ) as `default_bytes`,
          case
            when substr(`s`.`last_se_label_9f483d69_ever`, strpos(`s`.`last_se_label_9f483d69_ever`, '\t') + 1) is null then -1
            else if(
              safe_cast(
                round(
                  safe_cast(
                    substr(`s`.`last_se_label_9f483d69_ever`, strpos(`s`.`last_se_label_9f483d69_ever`, '\t') + 1) as bignumeric
                  )
                ) as int64
              ) between -2147483648 and 2147483647,
              safe_cast(
                round(
                  safe_cast(
                    substr(`s`.`last_se_label_9f483d69_ever`, strpos(`s`.`last_se_label_9f483d69_ever`, '\t') + 1) as bignumeric
                  )
                ) as int64
              ),
              null
            )
          end as `default_int32`,
          case
            when substr(`s`.`last_se_label_9f483d69_ever`, strpos(`s`.`last_se_label_9f483d69_ever`, '\t') + 1) is null then safe_cast(
              round(
                safe_cast(
                  regexp_extract('9007199254740993', r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$') as bignumeric
                )
              ) as int64
            )
            else safe_cast(
              round(
                safe_cast(
                  substr(`s`.`last_se_label_9f483d69_ever`, strpos(`s`.`last_se_label_9f483d69_ever`, '\t') + 1) as bignumeric
                )
              ) as int64
            )
          end as `default_int64`,
          coalesce(
            cast(
              substr(`s`.`last_se_label_fd842a55_ever`, strpos(`s`.`last_se_label_fd842a55_ever`, '\t') + 1) as float64
            ),
            0.1
          ) as `default_double`,
          coalesce(
            cast(
              substr(`s`.`last_se_label_fd842a55_ever`, strpos(`s`.`last_se_label_fd842a55_ever`, '\t') + 1) as float64
            ),
            1000.0
          ) as `default_float`,
          coalesce(
            cast(
              substr(`s`.`last_se_label_c0171453_ever`, strpos(`s`.`last_se_label_c0171453_ever`, '\t') + 1) as bool
            ),
            true
          ) as `default_bool`,
          coalesce(
            cast(
              substr(`s`.`last_se_label_9cec708c_ever`, strpos(`s`.`last_se_label_9cec708c_ever`, '\t') + 1) as timestamp
            ),
            cast('2024-03-01T00:30:00.000000Z' as timestamp)
          ) as `default_timestamp`,
          coalesce(
            cast(
              substr(`s`.`last_se_label_9cec708c_ever`, strpos(`s`.`last_se_label_9cec708c_ever`, '\t') + 1) as timestamp
            ),
            cast('2024-01-01T00:00:00.500000Z' as timestamp)
          ) as `default_unix_timestamp`,
          coalesce(
            parse_json(
              substr(`s`.`last_se_label_eb34bf71_ever`, strpos(`s`.`last_se_label_eb34bf71_ever`, '\t') + 1),
              wide_number_mode => 'round'
            ),
            parse_json('{"a":[1,null]}', wide_number_mode => 'round')
          ) as `default_dict`,
          coalesce(`s`.`list_values_se_label_9e3f03cb_ever`, cast(['a', 'O\'Reilly'] as ARRAY<STRING>)) as `default_string_list`,
          coalesce(`s`.`bytes_list_values_se_label_9e3f03cb_ever`, cast([cast('é' as bytes)] as ARRAY<BYTES>)) as `default_bytes_list`,
          coalesce(`s`.`int32_list_values_se_label_2bf9171b_ever`, cast([1, 2] as ARRAY<INT64>)) as `default_int32_list`,
          coalesce(
            `s`.`int64_list_values_se_label_29def334_ever`,
            cast(
              [
                safe_cast(
                  round(
                    safe_cast(
                      regexp_extract('9007199254740993', r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$') as bignumeric
                    )
                  ) as int64
                )
              ] as ARRAY<INT64>
            )
          ) as `default_int64_list`,
          coalesce(`s`.`double_list_values_se_label_0e4f8436_ever`, cast([0.1, 1.0] as ARRAY<FLOAT64>)) as `default_double_list`,
          coalesce(`s`.`double_list_values_se_label_0e4f8436_ever`, cast([] as ARRAY<FLOAT64>)) as `default_float_list`,
          coalesce(`s`.`boolean_list_values_se_label_278b84ff_ever`, cast([true, false] as ARRAY<BOOL>)) as `default_bool_list`,
          coalesce(
            `s`.`timestamp_list_values_se_label_797c4b79_ever`,
            cast(
              [cast('2024-01-01T00:00:00.000000Z' as timestamp), cast('1970-01-01T00:00:00.000000Z' as timestamp)] as ARRAY<TIMESTAMP>
            )
          ) as `default_unix_timestamp_list`,
          case
            when `s`.`sum_se_label_36b02d09_ever` is null then -1
            else if(
              safe_cast(round(`s`.`sum_se_label_36b02d09_ever`) as int64) between -2147483648 and 2147483647,
              safe_cast(round(`s`.`sum_se_label_36b02d09_ever`) as int64),
              null
            )
          end as `sum_too_large`
        from
          `states_of_keys` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `last_string`,
          `last_bytes`,
          `last_int32`,
          `last_int64`,
          `last_double`,
          `last_float`,
          `last_bool`,
          `last_timestamp`,
          `last_unix_timestamp`,
          `last_dict`,
          `default_string`,
          `default_bytes`,
          `default_int32`,
          `default_int64`,
          `default_double`,
          `default_float`,
          `default_bool`,
          `default_timestamp`,
          `default_unix_timestamp`,
          `default_dict`,
          `default_string_list`,
          `default_bytes_list`,
          `default_int32_list`,
          `default_int64_list`,
          `default_double_list`,
          `default_float_list`,
          `default_bool_list`,
          `default_unix_timestamp_list`,
          `sum_too_large`,
          `updated_at`
        from
          `signals_derived`.`visitor_1_attributes`
        where
          `domain_userid` in (
            select
              `key`
            from
              `touched_keys`
          )
      )
    select
      coalesce(`n`.`domain_userid`, `p`.`domain_userid`) as `domain_userid`,
      `n`.`last_string`,
      `n`.`last_bytes`,
      `n`.`last_int32`,
      `n`.`last_int64`,
      `n`.`last_double`,
      `n`.`last_float`,
      `n`.`last_bool`,
      `n`.`last_timestamp`,
      `n`.`last_unix_timestamp`,
      `n`.`last_dict`,
      `n`.`default_string`,
      `n`.`default_bytes`,
      `n`.`default_int32`,
      `n`.`default_int64`,
      `n`.`default_double`,
      `n`.`default_float`,
      `n`.`default_bool`,
      `n`.`default_timestamp`,
      `n`.`default_unix_timestamp`,
      `n`.`default_dict`,
      `n`.`default_string_list`,
      `n`.`default_bytes_list`,
      `n`.`default_int32_list`,
      `n`.`default_int64_list`,
      `n`.`default_double_list`,
      `n`.`default_float_list`,
      `n`.`default_bool_list`,
      `n`.`default_unix_timestamp_list`,
      `n`.`sum_too_large`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`last_string` is not distinct from `p`.`last_string`
        and `n`.`last_bytes` is not distinct from `p`.`last_bytes`
        and `n`.`last_int32` is not distinct from `p`.`last_int32`
        and `n`.`last_int64` is not distinct from `p`.`last_int64`
        and `n`.`last_double` is not distinct from `p`.`last_double`
        and `n`.`last_float` is not distinct from `p`.`last_float`
        and `n`.`last_bool` is not distinct from `p`.`last_bool`
        and `n`.`last_timestamp` is not distinct from `p`.`last_timestamp`
        and `n`.`last_unix_timestamp` is not distinct from `p`.`last_unix_timestamp`
        and to_json_string(`n`.`last_dict`) = to_json_string(`p`.`last_dict`)
        and `n`.`default_string` is not distinct from `p`.`default_string`
        and `n`.`default_bytes` is not distinct from `p`.`default_bytes`
        and `n`.`default_int32` is not distinct from `p`.`default_int32`
        and `n`.`default_int64` is not distinct from `p`.`default_int64`
        and `n`.`default_double` is not distinct from `p`.`default_double`
        and `n`.`default_float` is not distinct from `p`.`default_float`
        and `n`.`default_bool` is not distinct from `p`.`default_bool`
        and `n`.`default_timestamp` is not distinct from `p`.`default_timestamp`
        and `n`.`default_unix_timestamp` is not distinct from `p`.`default_unix_timestamp`
        and to_json_string(`n`.`default_dict`) = to_json_string(`p`.`default_dict`)
        and to_json_string(`n`.`default_string_list`) = to_json_string(`p`.`default_string_list`)
        and to_json_string(`n`.`default_bytes_list`) = to_json_string(`p`.`default_bytes_list`)
        and to_json_string(`n`.`default_int32_list`) = to_json_string(`p`.`default_int32_list`)
        and to_json_string(`n`.`default_int64_list`) = to_json_string(`p`.`default_int64_list`)
        and to_json_string(`n`.`default_double_list`) = to_json_string(`p`.`default_double_list`)
        and to_json_string(`n`.`default_float_list`) = to_json_string(`p`.`default_float_list`)
        and to_json_string(`n`.`default_bool_list`) = to_json_string(`p`.`default_bool_list`)
        and to_json_string(`n`.`default_unix_timestamp_list`) = to_json_string(`p`.`default_unix_timestamp_list`)
        and `n`.`sum_too_large` is not distinct from `p`.`sum_too_large` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      full join `published_values` as `p` on `p`.`domain_userid` = `n`.`domain_userid`
    where
      exists (
        select
          `version`
        from
          `signals_snowplow_manifest`.`sbe_ledger`
        where
          `group_name` = @group_name
          and `version` = @expected_version
      )
  ) as `n` on `p`.`domain_userid` = `n`.`domain_userid`
when matched
  and `n`.`updated_at` is null then
delete
when matched then update set
  `last_string` = `n`.`last_string`,
  `last_bytes` = `n`.`last_bytes`,
  `last_int32` = `n`.`last_int32`,
  `last_int64` = `n`.`last_int64`,
  `last_double` = `n`.`last_double`,
  `last_float` = `n`.`last_float`,
  `last_bool` = `n`.`last_bool`,
  `last_timestamp` = `n`.`last_timestamp`,
  `last_unix_timestamp` = `n`.`last_unix_timestamp`,
  `last_dict` = `n`.`last_dict`,
  `default_string` = `n`.`default_string`,
  `default_bytes` = `n`.`default_bytes`,
  `default_int32` = `n`.`default_int32`,
  `default_int64` = `n`.`default_int64`,
  `default_double` = `n`.`default_double`,
  `default_float` = `n`.`default_float`,
  `default_bool` = `n`.`default_bool`,
  `default_timestamp` = `n`.`default_timestamp`,
  `default_unix_timestamp` = `n`.`default_unix_timestamp`,
  `default_dict` = `n`.`default_dict`,
  `default_string_list` = `n`.`default_string_list`,
  `default_bytes_list` = `n`.`default_bytes_list`,
  `default_int32_list` = `n`.`default_int32_list`,
  `default_int64_list` = `n`.`default_int64_list`,
  `default_double_list` = `n`.`default_double_list`,
  `default_float_list` = `n`.`default_float_list`,
  `default_bool_list` = `n`.`default_bool_list`,
  `default_unix_timestamp_list` = `n`.`default_unix_timestamp_list`,
  `sum_too_large` = `n`.`sum_too_large`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `last_string`,
    `last_bytes`,
    `last_int32`,
    `last_int64`,
    `last_double`,
    `last_float`,
    `last_bool`,
    `last_timestamp`,
    `last_unix_timestamp`,
    `last_dict`,
    `default_string`,
    `default_bytes`,
    `default_int32`,
    `default_int64`,
    `default_double`,
    `default_float`,
    `default_bool`,
    `default_timestamp`,
    `default_unix_timestamp`,
    `default_dict`,
    `default_string_list`,
    `default_bytes_list`,
    `default_int32_list`,
    `default_int64_list`,
    `default_double_list`,
    `default_float_list`,
    `default_bool_list`,
    `default_unix_timestamp_list`,
    `sum_too_large`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`last_string`,
    `n`.`last_bytes`,
    `n`.`last_int32`,
    `n`.`last_int64`,
    `n`.`last_double`,
    `n`.`last_float`,
    `n`.`last_bool`,
    `n`.`last_timestamp`,
    `n`.`last_unix_timestamp`,
    `n`.`last_dict`,
    `n`.`default_string`,
    `n`.`default_bytes`,
    `n`.`default_int32`,
    `n`.`default_int64`,
    `n`.`default_double`,
    `n`.`default_float`,
    `n`.`default_bool`,
    `n`.`default_timestamp`,
    `n`.`default_unix_timestamp`,
    `n`.`default_dict`,
    `n`.`default_string_list`,
    `n`.`default_bytes_list`,
    `n`.`default_int32_list`,
    `n`.`default_int64_list`,
    `n`.`default_double_list`,
    `n`.`default_float_list`,
    `n`.`default_bool_list`,
    `n`.`default_unix_timestamp_list`,
    `n`.`sum_too_large`,
    `n`.`as_of`,
    `n`.`updated_at`
  );

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`,
  min(`updated_at`) as `oldest_update`
from
  `signals_derived`.`visitor_1_attributes`;
