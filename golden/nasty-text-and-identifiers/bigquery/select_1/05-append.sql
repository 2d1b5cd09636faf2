-- select_1: append
-- Adds the window's events to the states of select_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_9e1e69b1, select_1_seen_events
-- writes: select_1_aggregates, select_1_value_aggregates, select_1_seen_events
-- parameters:
--   oldest_day      no window reaches days before this one
--   remember_since  event ids loaded after this time are remembered
--   seen            segments whose event ids were counted before, joined by commas
--   segment         a new random id for what this window appends
--   since           events loaded after this time are read: the window less the overlap
--   stage_id        a new random id for every scan

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
  `counted_events` as (
    select
      `event_id`,
      `load_tstamp`
    from
      `signals_scratch`.`select_1_seen_events`
    where
      `segment` in unnest(split(@seen, ','))
      and `load_tstamp` >= timestamp_sub(@since, interval 5 day)
  ),
  `fresh_events` as (
    select
      `e`.`key_domain_userid_b6213cab` as `key`,
      case
        when `e`.`derived_tstamp` >= @oldest_day then timestamp_trunc(`e`.`derived_tstamp`, day, 'UTC')
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as `bucket`,
      `e`.`event_id`,
      `e`.`derived_tstamp`,
      `e`.`event_id_text_d8f27a16`,
      `e`.`event_id_text_d99187ee`,
      `e`.`is_any_event_by_se_label_07465f17`,
      `e`.`is_any_event_by_se_label_89e4e856`,
      `e`.`is_any_event_by_se_label_8a9be208`,
      `e`.`is_any_event_by_se_label_d8291d8b`,
      `e`.`order_text_3b27ef78`,
      `e`.`se_label_text_50c48683`
    from
      `signals_scratch`.`sbe_events_9e1e69b1` as `e`
      left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
      and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
      and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
    where
      `e`.`stage_id` = @stage_id
      and `e`.`key_domain_userid_b6213cab` is not null
      and `e`.`derived_tstamp` is not null
      and `c`.`event_id` is null
  )
select
  @segment as `segment`,
  `key`,
  `bucket`,
  count(*) as `count_any_event_08b5a954`,
  nullif(countif(`is_any_event_by_se_label_d8291d8b`), 0) as `count_any_event_by_se_label_6924e871`,
  nullif(countif(`is_any_event_by_se_label_89e4e856`), 0) as `count_any_event_by_se_label_74bbfd42`,
  nullif(countif(`is_any_event_by_se_label_8a9be208`), 0) as `count_any_event_by_se_label_a3100152`,
  nullif(countif(`is_any_event_by_se_label_07465f17`), 0) as `count_any_event_by_se_label_e6a7f1a8`,
  max(
    if(
      `event_id_text_d99187ee` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `event_id_text_d99187ee`
      ),
      null
    )
  ) as `last_event_id_837c1b68`,
  max(
    if(
      `event_id_text_d8f27a16` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `event_id_text_d8f27a16`
      ),
      null
    )
  ) as `last_event_id_f1d6c598`,
  max(
    if(
      `order_text_3b27ef78` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `order_text_3b27ef78`
      ),
      null
    )
  ) as `last_order_372c8c72`,
  max(
    if(
      `se_label_text_50c48683` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `se_label_text_50c48683`
      ),
      null
    )
  ) as `last_se_label_2c38a6e0`,
  max(`se_label_text_50c48683`) as `max_se_label_48bf9f0b`
from
  `fresh_events`
group by
  `key`,
  `bucket`;

-- value_aggregates
insert into
  `signals_derived`.`select_1_value_aggregates` (`segment`, `key`, `bucket`, `state`, `value`, `n`, `last_order`)
with
  `counted_events` as (
    select
      `event_id`,
      `load_tstamp`
    from
      `signals_scratch`.`select_1_seen_events`
    where
      `segment` in unnest(split(@seen, ','))
      and `load_tstamp` >= timestamp_sub(@since, interval 5 day)
  ),
  `fresh_events` as (
    select
      `e`.`key_domain_userid_b6213cab` as `key`,
      `e`.`event_id`,
      `e`.`derived_tstamp`,
      `e`.`se_label_text_50c48683`
    from
      `signals_scratch`.`sbe_events_9e1e69b1` as `e`
      left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
      and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
      and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
    where
      `e`.`stage_id` = @stage_id
      and `e`.`key_domain_userid_b6213cab` is not null
      and `e`.`derived_tstamp` is not null
      and `c`.`event_id` is null
  )
select
  @segment as `segment`,
  `key`,
  `v`.`bucket`,
  `v`.`state`,
  `v`.`value`,
  count(*) as `n`,
  max(concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, ''))) as `last_order`
from
  `fresh_events`
  cross join unnest(
    [
      struct(
        cast('1970-01-01T00:00:00Z' as timestamp) as `bucket`,
        'values_se_label_d258e54a' as `state`,
        `se_label_text_50c48683` as `value`
      )
    ]
  ) as `v`
where
  `v`.`value` is not null
group by
  `key`,
  `v`.`bucket`,
  `v`.`state`,
  `v`.`value`;

-- seen_events
insert into
  `signals_scratch`.`select_1_seen_events` (`segment`, `event_id`, `load_tstamp`)
with
  `counted_events` as (
    select
      `event_id`,
      `load_tstamp`
    from
      `signals_scratch`.`select_1_seen_events`
    where
      `segment` in unnest(split(@seen, ','))
      and `load_tstamp` >= timestamp_sub(@since, interval 5 day)
  )
select
  @segment as `segment`,
  `e`.`event_id`,
  `e`.`load_tstamp`
from
  `signals_scratch`.`sbe_events_9e1e69b1` as `e`
  left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
  and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
  and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
where
  `e`.`stage_id` = @stage_id
  and `e`.`key_domain_userid_b6213cab` is not null
  and `e`.`event_id` is not null
  and `e`.`load_tstamp` > @remember_since
  and `c`.`event_id` is null;
