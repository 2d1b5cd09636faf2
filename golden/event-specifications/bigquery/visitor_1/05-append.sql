-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_cf0184e2, visitor_1_seen_events
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
    `count_any_event_by_id_73ab12a4`,
    `count_any_event_by_id_c380e8e3`,
    `count_page_view_by_id_9a3b6969`
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
      `e`.`is_any_event_by_id_8f8ed54e`,
      `e`.`is_any_event_by_id_ecb74941`,
      `e`.`is_page_view_by_id_049f51a5`
    from
      `signals_scratch`.`sbe_events_cf0184e2` as `e`
      left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
      and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
      and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
    where
      `e`.`stage_id` = @stage_id
      and (
        `e`.`is_any_event_by_id_8f8ed54e`
        or `e`.`is_any_event_by_id_ecb74941`
        or `e`.`is_page_view_by_id_049f51a5`
      )
      and `e`.`key_domain_userid_b6213cab` is not null
      and `e`.`derived_tstamp` is not null
      and `c`.`event_id` is null
  )
select
  @segment as `segment`,
  `key`,
  `bucket`,
  nullif(countif(`is_any_event_by_id_8f8ed54e`), 0) as `count_any_event_by_id_73ab12a4`,
  nullif(countif(`is_any_event_by_id_ecb74941`), 0) as `count_any_event_by_id_c380e8e3`,
  nullif(countif(`is_page_view_by_id_049f51a5`), 0) as `count_page_view_by_id_9a3b6969`
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
  `signals_scratch`.`sbe_events_cf0184e2` as `e`
  left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
  and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
  and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
where
  `e`.`stage_id` = @stage_id
  and (
    `e`.`is_any_event_by_id_8f8ed54e`
    or `e`.`is_any_event_by_id_ecb74941`
    or `e`.`is_page_view_by_id_049f51a5`
  )
  and `e`.`key_domain_userid_b6213cab` is not null
  and `e`.`event_id` is not null
  and `e`.`load_tstamp` > @remember_since
  and `c`.`event_id` is null;
