-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. Nothing counts until the ledger names the segment.
-- reads:  sbe_events_62f172e4, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_seen_events
-- parameters:
--   remember_since  event ids loaded after this time are remembered
--   seen            segments whose event ids were counted before, joined by commas
--   segment         a new random id for what this window appends
--   since           events loaded after this time are read: the window less the overlap
--   stage_id        a new random id for every scan

-- day_aggregates
insert into
  `signals_derived`.`visitor_1_aggregates` (`segment`, `key`, `bucket`, `count_any_event_08b5a954`, `first_page_urlpath_76c7b54f`)
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
      timestamp_trunc(`e`.`derived_tstamp`, day, 'UTC') as `bucket`,
      `e`.`event_id`,
      `e`.`derived_tstamp`,
      `e`.`page_urlpath_text_db96dd25`
    from
      `signals_scratch`.`sbe_events_62f172e4` as `e`
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
  min(
    if(
      `page_urlpath_text_db96dd25` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `page_urlpath_text_db96dd25`
      ),
      null
    )
  ) as `first_page_urlpath_76c7b54f`
from
  `fresh_events`
group by
  `key`,
  `bucket`;

-- hour_aggregates
insert into
  `signals_derived`.`visitor_1_aggregates` (`segment`, `key`, `bucket`, `count_any_event_a33a448d`)
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
      timestamp_trunc(`e`.`derived_tstamp`, hour, 'UTC') as `bucket`,
      `e`.`event_id`,
      `e`.`derived_tstamp`
    from
      `signals_scratch`.`sbe_events_62f172e4` as `e`
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
  count(*) as `count_any_event_a33a448d`
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
  `signals_scratch`.`sbe_events_62f172e4` as `e`
  left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
  and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
  and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
where
  `e`.`stage_id` = @stage_id
  and `e`.`key_domain_userid_b6213cab` is not null
  and `e`.`event_id` is not null
  and `e`.`load_tstamp` > @remember_since
  and `c`.`event_id` is null;
