-- session_2: append
-- Adds the window's events to the states of session_2, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_9ea01ffd, session_2_seen_events
-- writes: session_2_aggregates, session_2_seen_events
-- parameters:
--   oldest_day      no window reaches days before this one
--   remember_since  event ids loaded after this time are remembered
--   seen            segments whose event ids were counted before, joined by commas
--   segment         a new random id for what this window appends
--   since           events loaded after this time are read: the window less the overlap
--   stage_id        a new random id for every scan

-- aggregates
insert into
  `signals_derived`.`session_2_aggregates` (
    `segment`,
    `key`,
    `bucket`,
    `count_page_view_3b346107`,
    `count_purchase_6544b52e`,
    `sum_se_value_4d8072fb`
  )
with
  `counted_events` as (
    select
      `event_id`,
      `load_tstamp`
    from
      `signals_scratch`.`session_2_seen_events`
    where
      `segment` in unnest(split(@seen, ','))
      and `load_tstamp` >= timestamp_sub(@since, interval 5 day)
  ),
  `fresh_events` as (
    select
      `e`.`key_domain_sessionid_4bd8a7e8` as `key`,
      case
        when `e`.`derived_tstamp` >= @oldest_day then timestamp_trunc(`e`.`derived_tstamp`, day, 'UTC')
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as `bucket`,
      `e`.`event_id`,
      `e`.`derived_tstamp`,
      `e`.`is_page_view_6cebe55b`,
      `e`.`is_purchase_2f589707`,
      `e`.`se_value_decimal_cc5d545f`
    from
      `signals_scratch`.`sbe_events_9ea01ffd` as `e`
      left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
      and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
      and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
    where
      `e`.`stage_id` = @stage_id
      and (
        `e`.`is_page_view_6cebe55b`
        or `e`.`is_purchase_2f589707`
      )
      and `e`.`key_domain_sessionid_4bd8a7e8` is not null
      and `e`.`derived_tstamp` is not null
      and `c`.`event_id` is null
  )
select
  @segment as `segment`,
  `key`,
  `bucket`,
  nullif(countif(`is_page_view_6cebe55b`), 0) as `count_page_view_3b346107`,
  nullif(countif(`is_purchase_2f589707`), 0) as `count_purchase_6544b52e`,
  sum(if(`is_purchase_2f589707`, `se_value_decimal_cc5d545f`, null)) as `sum_se_value_4d8072fb`
from
  `fresh_events`
group by
  `key`,
  `bucket`;

-- seen_events
insert into
  `signals_scratch`.`session_2_seen_events` (`segment`, `event_id`, `load_tstamp`)
with
  `counted_events` as (
    select
      `event_id`,
      `load_tstamp`
    from
      `signals_scratch`.`session_2_seen_events`
    where
      `segment` in unnest(split(@seen, ','))
      and `load_tstamp` >= timestamp_sub(@since, interval 5 day)
  )
select
  @segment as `segment`,
  `e`.`event_id`,
  `e`.`load_tstamp`
from
  `signals_scratch`.`sbe_events_9ea01ffd` as `e`
  left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
  and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
  and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
where
  `e`.`stage_id` = @stage_id
  and (
    `e`.`is_page_view_6cebe55b`
    or `e`.`is_purchase_2f589707`
  )
  and `e`.`key_domain_sessionid_4bd8a7e8` is not null
  and `e`.`event_id` is not null
  and `e`.`load_tstamp` > @remember_since
  and `c`.`event_id` is null;
