-- select_1: publish
-- Writes the attributes of the keys of select_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  select_1_aggregates, select_1_value_aggregates, select_1_attributes, sbe_ledger
-- writes: select_1_attributes
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
  `signals_derived`.`select_1_attributes` as `p` using (
    with
      `touched_keys` as (
        select
          `key`
        from
          `signals_derived`.`select_1_aggregates`
        where
          `segment` in unnest(split(@fresh, ','))
          or (
            `segment` in unnest(split(@segments, ','))
            and (
              (
                `bucket` >= timestamp_sub(timestamp_trunc(@published_as_of, day, 'UTC'), interval 7 day)
                and `bucket` < timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 7 day)
              )
              or (
                `bucket` >= timestamp_trunc(@published_as_of, day, 'UTC')
                and `bucket` < timestamp_trunc(@as_of, day, 'UTC')
              )
            )
          )
        union all
        select
          `key`
        from
          `signals_derived`.`select_1_value_aggregates`
        where
          `segment` in unnest(split(@fresh, ','))
        union all
        select
          `domain_userid` as `key`
        from
          `signals_derived`.`select_1_attributes`
        where
          `updated_at` < @renew_before
          or @rewrite = 'true'
      ),
      `live_aggregates` as (
        select
          `key`,
          `count_any_event_08b5a954`,
          `count_any_event_by_se_label_6924e871`,
          `count_any_event_by_se_label_74bbfd42`,
          `count_any_event_by_se_label_a3100152`,
          `count_any_event_by_se_label_e6a7f1a8`,
          `last_event_id_837c1b68`,
          `last_event_id_f1d6c598`,
          `last_order_372c8c72`,
          `last_se_label_2c38a6e0`,
          `max_se_label_48bf9f0b`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 7 day)
          and `bucket` < timestamp_trunc(@as_of, day, 'UTC') as `in_last_7_days`
        from
          `signals_derived`.`select_1_aggregates`
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
          sum(if(`in_last_7_days`, `count_any_event_08b5a954`, null)) as `count_any_event_08b5a954_in_last_7_days`,
          sum(`count_any_event_by_se_label_6924e871`) as `count_any_event_by_se_label_6924e871_ever`,
          sum(`count_any_event_by_se_label_74bbfd42`) as `count_any_event_by_se_label_74bbfd42_ever`,
          sum(`count_any_event_by_se_label_a3100152`) as `count_any_event_by_se_label_a3100152_ever`,
          sum(`count_any_event_by_se_label_e6a7f1a8`) as `count_any_event_by_se_label_e6a7f1a8_ever`,
          max(`last_event_id_837c1b68`) as `last_event_id_837c1b68_ever`,
          max(`last_event_id_f1d6c598`) as `last_event_id_f1d6c598_ever`,
          max(`last_order_372c8c72`) as `last_order_372c8c72_ever`,
          max(`last_se_label_2c38a6e0`) as `last_se_label_2c38a6e0_ever`,
          max(`max_se_label_48bf9f0b`) as `max_se_label_48bf9f0b_ever`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_08b5a954`) > 0
          or sum(`count_any_event_by_se_label_6924e871`) > 0
          or sum(`count_any_event_by_se_label_74bbfd42`) > 0
          or sum(`count_any_event_by_se_label_a3100152`) > 0
          or sum(`count_any_event_by_se_label_e6a7f1a8`) > 0
      ),
      `live_values` as (
        select
          `key`,
          `state`,
          `value`,
          `n`,
          `last_order`
        from
          `signals_derived`.`select_1_value_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
          and `key` in (
            select
              `key`
            from
              `touched_keys`
          )
          and `state` in ('values_se_label_d258e54a')
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
          if(
            countif(
              `state` = 'values_se_label_d258e54a'
              and `n_ever` is not null
            ) > 0,
            json_object(
              array_agg(
                if(
                  `state` = 'values_se_label_d258e54a'
                  and `n_ever` is not null,
                  `value`,
                  null
                ) ignore nulls
                order by
                  `n_ever` desc,
                  `last_order_ever` desc,
                  `value` desc
                limit
                  100
              ),
              array_agg(
                if(
                  `state` = 'values_se_label_d258e54a'
                  and `n_ever` is not null,
                  `n_ever`,
                  null
                ) ignore nulls
                order by
                  `n_ever` desc,
                  `last_order_ever` desc,
                  `value` desc
                limit
                  100
              )
            ),
            null
          ) as `categories_values_se_label_d258e54a_ever`,
          array_reverse(
            array_agg(
              if(
                `state` = 'values_se_label_d258e54a'
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
          ) as `list_values_se_label_d258e54a_ever`
        from
          `value_totals`
        group by
          `key`
      ),
      `states_of_keys` as (
        select
          `s`.`key`,
          `s`.`count_any_event_08b5a954_in_last_7_days`,
          `s`.`count_any_event_by_se_label_6924e871_ever`,
          `s`.`count_any_event_by_se_label_74bbfd42_ever`,
          `s`.`count_any_event_by_se_label_a3100152_ever`,
          `s`.`count_any_event_by_se_label_e6a7f1a8_ever`,
          `s`.`last_event_id_837c1b68_ever`,
          `s`.`last_event_id_f1d6c598_ever`,
          `s`.`last_order_372c8c72_ever`,
          `s`.`last_se_label_2c38a6e0_ever`,
          `s`.`max_se_label_48bf9f0b_ever`,
          `v`.`categories_values_se_label_d258e54a_ever`,
          `v`.`list_values_se_label_d258e54a_ever`
        from
          `scalars` as `s`
          left join `value_summaries` as `v` on `v`.`key` = `s`.`key`
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          coalesce(
            substr(`s`.`last_se_label_2c38a6e0_ever`, strpos(`s`.`last_se_label_2c38a6e0_ever`, '\t') + 1),
            'O\'Reilly \\ {{ x }}'
          ) as `table`,
          coalesce(`s`.`categories_values_se_label_d258e54a_ever`, parse_json('{}', wide_number_mode => 'round')) as `Order`,
          coalesce(`s`.`list_values_se_label_d258e54a_ever`, cast(['it\'s', '"quoted"', '\\'] as ARRAY<STRING>)) as `list`,
          substr(`s`.`last_event_id_837c1b68_ever`, strpos(`s`.`last_event_id_837c1b68_ever`, '\t') + 1) as `event_id`,
          substr(`s`.`last_order_372c8c72_ever`, strpos(`s`.`last_order_372c8c72_ever`, '\t') + 1) as `key`,
          substr(`s`.`last_event_id_f1d6c598_ever`, strpos(`s`.`last_event_id_f1d6c598_ever`, '\t') + 1) as `bucket`,
          coalesce(cast(`s`.`count_any_event_08b5a954_in_last_7_days` as int64), 0) as `segment`,
          `s`.`max_se_label_48bf9f0b_ever` as `value`,
          coalesce(cast(`s`.`count_any_event_by_se_label_74bbfd42_ever` as int64), 0) as `one_of_them`,
          coalesce(cast(`s`.`count_any_event_by_se_label_6924e871_ever` as int64), 0) as `is_oreilly`,
          coalesce(cast(`s`.`count_any_event_by_se_label_e6a7f1a8_ever` as int64), 0) as `like_backslash`,
          coalesce(cast(`s`.`count_any_event_by_se_label_a3100152_ever` as int64), 0) as `like_one_character`
        from
          `states_of_keys` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `table`,
          `Order`,
          `list`,
          `event_id`,
          `key`,
          `bucket`,
          `segment`,
          `value`,
          `one_of_them`,
          `is_oreilly`,
          `like_backslash`,
          `like_one_character`,
          `updated_at`
        from
          `signals_derived`.`select_1_attributes`
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
      `n`.`table`,
      `n`.`Order`,
      `n`.`list`,
      `n`.`event_id`,
      `n`.`key`,
      `n`.`bucket`,
      `n`.`segment`,
      `n`.`value`,
      `n`.`one_of_them`,
      `n`.`is_oreilly`,
      `n`.`like_backslash`,
      `n`.`like_one_character`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`table` is not distinct from `p`.`table`
        and to_json_string(`n`.`Order`) = to_json_string(`p`.`Order`)
        and to_json_string(`n`.`list`) = to_json_string(`p`.`list`)
        and `n`.`event_id` is not distinct from `p`.`event_id`
        and `n`.`key` is not distinct from `p`.`key`
        and `n`.`bucket` is not distinct from `p`.`bucket`
        and `n`.`segment` is not distinct from `p`.`segment`
        and `n`.`value` is not distinct from `p`.`value`
        and `n`.`one_of_them` is not distinct from `p`.`one_of_them`
        and `n`.`is_oreilly` is not distinct from `p`.`is_oreilly`
        and `n`.`like_backslash` is not distinct from `p`.`like_backslash`
        and `n`.`like_one_character` is not distinct from `p`.`like_one_character` then `p`.`updated_at`
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
  `table` = `n`.`table`,
  `Order` = `n`.`Order`,
  `list` = `n`.`list`,
  `event_id` = `n`.`event_id`,
  `key` = `n`.`key`,
  `bucket` = `n`.`bucket`,
  `segment` = `n`.`segment`,
  `value` = `n`.`value`,
  `one_of_them` = `n`.`one_of_them`,
  `is_oreilly` = `n`.`is_oreilly`,
  `like_backslash` = `n`.`like_backslash`,
  `like_one_character` = `n`.`like_one_character`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `table`,
    `Order`,
    `list`,
    `event_id`,
    `key`,
    `bucket`,
    `segment`,
    `value`,
    `one_of_them`,
    `is_oreilly`,
    `like_backslash`,
    `like_one_character`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`table`,
    `n`.`Order`,
    `n`.`list`,
    `n`.`event_id`,
    `n`.`key`,
    `n`.`bucket`,
    `n`.`segment`,
    `n`.`value`,
    `n`.`one_of_them`,
    `n`.`is_oreilly`,
    `n`.`like_backslash`,
    `n`.`like_one_character`,
    `n`.`as_of`,
    `n`.`updated_at`
  );

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`,
  min(`updated_at`) as `oldest_update`
from
  `signals_derived`.`select_1_attributes`;
