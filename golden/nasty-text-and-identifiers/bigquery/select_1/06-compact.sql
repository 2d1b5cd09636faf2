-- select_1: compact
-- Merges segments of select_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  select_1_aggregates, select_1_value_aggregates
-- writes: select_1_aggregates, select_1_value_aggregates
-- parameters:
--   oldest_day  no window reaches days before this one
--   segment     a new random id for what this window appends
--   segments    live segments, joined by commas

-- aggregates
insert into
  `signals_derived`.`select_1_aggregates` (
    `segment`,
    `key`,
    `bucket`,
    `count_any_event_08b5a954`,
    `count_any_event_by_se_label_6924e871`,
    `count_any_event_by_se_label_74bbfd42`,
    `count_any_event_by_se_label_a3100152`,
    `count_any_event_by_se_label_e6a7f1a8`,
    `last_event_id_837c1b68`,
    `last_event_id_f1d6c598`,
    `last_order_372c8c72`,
    `last_se_label_2c38a6e0`,
    `max_se_label_48bf9f0b`
  )
with
  `live_aggregates` as (
    select
      `key`,
      case
        when `bucket` >= @oldest_day then timestamp_trunc(`bucket`, day, 'UTC')
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as `kept_bucket`,
      `count_any_event_08b5a954`,
      `count_any_event_by_se_label_6924e871`,
      `count_any_event_by_se_label_74bbfd42`,
      `count_any_event_by_se_label_a3100152`,
      `count_any_event_by_se_label_e6a7f1a8`,
      `last_event_id_837c1b68`,
      `last_event_id_f1d6c598`,
      `last_order_372c8c72`,
      `last_se_label_2c38a6e0`,
      `max_se_label_48bf9f0b`
    from
      `signals_derived`.`select_1_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  sum(`count_any_event_08b5a954`) as `count_any_event_08b5a954`,
  sum(`count_any_event_by_se_label_6924e871`) as `count_any_event_by_se_label_6924e871`,
  sum(`count_any_event_by_se_label_74bbfd42`) as `count_any_event_by_se_label_74bbfd42`,
  sum(`count_any_event_by_se_label_a3100152`) as `count_any_event_by_se_label_a3100152`,
  sum(`count_any_event_by_se_label_e6a7f1a8`) as `count_any_event_by_se_label_e6a7f1a8`,
  max(`last_event_id_837c1b68`) as `last_event_id_837c1b68`,
  max(`last_event_id_f1d6c598`) as `last_event_id_f1d6c598`,
  max(`last_order_372c8c72`) as `last_order_372c8c72`,
  max(`last_se_label_2c38a6e0`) as `last_se_label_2c38a6e0`,
  max(`max_se_label_48bf9f0b`) as `max_se_label_48bf9f0b`
from
  `live_aggregates`
where
  `count_any_event_08b5a954` is not null
  or `count_any_event_by_se_label_6924e871` is not null
  or `count_any_event_by_se_label_74bbfd42` is not null
  or `count_any_event_by_se_label_a3100152` is not null
  or `count_any_event_by_se_label_e6a7f1a8` is not null
  or `last_event_id_837c1b68` is not null
  or `last_event_id_f1d6c598` is not null
  or `last_order_372c8c72` is not null
  or `last_se_label_2c38a6e0` is not null
  or `max_se_label_48bf9f0b` is not null
group by
  `key`,
  `kept_bucket`;

-- value_aggregates
insert into
  `signals_derived`.`select_1_value_aggregates` (`segment`, `key`, `bucket`, `state`, `value`, `n`, `last_order`)
with
  `live_values` as (
    select
      `key`,
      `state`,
      `value`,
      `n`,
      `last_order`,
      `bucket` as `kept_bucket`
    from
      `signals_derived`.`select_1_value_aggregates`
    where
      `segment` in unnest(split(@segments, ','))
      and `state` in ('values_se_label_d258e54a')
  )
select
  @segment as `segment`,
  `key`,
  `kept_bucket` as `bucket`,
  `state`,
  `value`,
  sum(`n`) as `n`,
  max(`last_order`) as `last_order`
from
  `live_values`
group by
  `key`,
  `kept_bucket`,
  `state`,
  `value`;
