-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_981fc074, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events
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
    `count_any_event_by_active_month_8f7555fb`,
    `count_any_event_by_hour_of_day_10f87fb0`,
    `last_active_day_0ca15d6c`,
    `last_active_day_5688e920`,
    `last_active_month_8b206849`,
    `last_active_week_2a5c6330`,
    `last_day_of_week_ecac1592`,
    `last_hour_of_day_ce100397`,
    `last_month_of_year_4ea267dc`
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
      `e`.`active_day_text_195239cf`,
      `e`.`active_day_text_b7012fb7`,
      `e`.`active_month_text_cbacffa4`,
      `e`.`active_week_text_970eac70`,
      `e`.`day_of_week_integer_713012cf`,
      `e`.`hour_of_day_integer_8f3ab43b`,
      `e`.`is_any_event_by_active_month_38a95a1f`,
      `e`.`is_any_event_by_hour_of_day_c1989cca`,
      `e`.`month_of_year_integer_16edfbbb`
    from
      `signals_scratch`.`sbe_events_981fc074` as `e`
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
  nullif(countif(`is_any_event_by_active_month_38a95a1f`), 0) as `count_any_event_by_active_month_8f7555fb`,
  nullif(countif(`is_any_event_by_hour_of_day_c1989cca`), 0) as `count_any_event_by_hour_of_day_10f87fb0`,
  max(
    if(
      `active_day_text_195239cf` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `active_day_text_195239cf`
      ),
      null
    )
  ) as `last_active_day_0ca15d6c`,
  max(
    if(
      `active_day_text_b7012fb7` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `active_day_text_b7012fb7`
      ),
      null
    )
  ) as `last_active_day_5688e920`,
  max(
    if(
      `active_month_text_cbacffa4` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `active_month_text_cbacffa4`
      ),
      null
    )
  ) as `last_active_month_8b206849`,
  max(
    if(
      `active_week_text_970eac70` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `active_week_text_970eac70`
      ),
      null
    )
  ) as `last_active_week_2a5c6330`,
  max(
    if(
      `day_of_week_integer_713012cf` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `day_of_week_integer_713012cf`
      ),
      null
    )
  ) as `last_day_of_week_ecac1592`,
  max(
    if(
      `hour_of_day_integer_8f3ab43b` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `hour_of_day_integer_8f3ab43b`
      ),
      null
    )
  ) as `last_hour_of_day_ce100397`,
  max(
    if(
      `month_of_year_integer_16edfbbb` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `month_of_year_integer_16edfbbb`
      ),
      null
    )
  ) as `last_month_of_year_4ea267dc`
from
  `fresh_events`
group by
  `key`,
  `bucket`;

-- value_aggregates
insert into
  `signals_derived`.`visitor_1_value_aggregates` (`segment`, `key`, `bucket`, `state`, `value`, `n`, `last_order`)
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
      `e`.`event_id`,
      `e`.`derived_tstamp`,
      `e`.`day_of_week_text_8d713dcc`
    from
      `signals_scratch`.`sbe_events_981fc074` as `e`
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
        'values_day_of_week_587a02c4' as `state`,
        `day_of_week_text_8d713dcc` as `value`
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
  `signals_scratch`.`sbe_events_981fc074` as `e`
  left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
  and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
  and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
where
  `e`.`stage_id` = @stage_id
  and `e`.`key_domain_userid_b6213cab` is not null
  and `e`.`event_id` is not null
  and `e`.`load_tstamp` > @remember_since
  and `c`.`event_id` is null;
