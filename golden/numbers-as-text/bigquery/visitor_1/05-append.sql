-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_1fc0784a, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_seen_events
-- parameters:
--   remember_since  event ids loaded after this time are remembered
--   seen            segments whose event ids were counted before, joined by commas
--   segment         a new random id for what this window appends
--   since           events loaded after this time are read: the window less the overlap
--   stage_id        a new random id for every scan

-- aggregates
insert into
  `signals_derived`.`visitor_1_aggregates` (
    `segment`,
    `key`,
    `bucket`,
    `count_any_event_04a949ec`,
    `count_any_event_by_se_label_00e077be`,
    `count_any_event_by_se_label_42fd0e98`,
    `count_any_event_by_se_label_d1f1c04b`,
    `count_values_se_label_58a28d62`,
    `last_se_label_2c38a6e0`,
    `last_se_label_8ca5f092`,
    `max_se_label_48bf9f0b`,
    `max_se_label_ef0e49e7`,
    `min_se_label_7423919a`,
    `sum_se_label_36b02d09`
  )
with
  `counted_events` as (
    select
      `event_id`,
      `load_tstamp`
    from
      `signals_scratch`.`visitor_1_seen_events`
    where
      `segment` in unnest(split(@seen, ','))
      and `load_tstamp` >= timestamp_sub(@since, interval 5 day)
  ),
  `fresh_events` as (
    select
      `e`.`key_domain_userid_b6213cab` as `key`,
      cast('1970-01-01T00:00:00Z' as timestamp) as `bucket`,
      `e`.`event_id`,
      `e`.`derived_tstamp`,
      `e`.`is_any_event_by_se_label_10f85e43`,
      `e`.`is_any_event_by_se_label_59f617bf`,
      `e`.`is_any_event_by_se_label_64dfd5c7`,
      `e`.`se_label_decimal_c0e78d06`,
      `e`.`se_label_double_4ff8adaa`,
      `e`.`se_label_integer_09a06668`,
      `e`.`se_label_integer_78d3a3b8`,
      `e`.`se_label_text_50c48683`
    from
      `signals_scratch`.`sbe_events_1fc0784a` as `e`
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
  count(*) as `count_any_event_04a949ec`,
  nullif(countif(`is_any_event_by_se_label_59f617bf`), 0) as `count_any_event_by_se_label_00e077be`,
  nullif(countif(`is_any_event_by_se_label_10f85e43`), 0) as `count_any_event_by_se_label_42fd0e98`,
  nullif(countif(`is_any_event_by_se_label_64dfd5c7`), 0) as `count_any_event_by_se_label_d1f1c04b`,
  nullif(countif(`se_label_decimal_c0e78d06` is not null), 0) as `count_values_se_label_58a28d62`,
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
  max(
    if(
      `se_label_integer_09a06668` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `se_label_integer_09a06668`
      ),
      null
    )
  ) as `last_se_label_8ca5f092`,
  max(`se_label_text_50c48683`) as `max_se_label_48bf9f0b`,
  max(`se_label_integer_78d3a3b8`) as `max_se_label_ef0e49e7`,
  min(`se_label_double_4ff8adaa`) as `min_se_label_7423919a`,
  sum(`se_label_decimal_c0e78d06`) as `sum_se_label_36b02d09`
from
  `fresh_events`
group by
  `key`,
  `bucket`;

-- seen_events
insert into
  `signals_scratch`.`visitor_1_seen_events` (`segment`, `event_id`, `load_tstamp`)
with
  `counted_events` as (
    select
      `event_id`,
      `load_tstamp`
    from
      `signals_scratch`.`visitor_1_seen_events`
    where
      `segment` in unnest(split(@seen, ','))
      and `load_tstamp` >= timestamp_sub(@since, interval 5 day)
  )
select
  @segment as `segment`,
  `e`.`event_id`,
  `e`.`load_tstamp`
from
  `signals_scratch`.`sbe_events_1fc0784a` as `e`
  left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
  and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
  and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
where
  `e`.`stage_id` = @stage_id
  and `e`.`key_domain_userid_b6213cab` is not null
  and `e`.`event_id` is not null
  and `e`.`load_tstamp` > @remember_since
  and `c`.`event_id` is null;
