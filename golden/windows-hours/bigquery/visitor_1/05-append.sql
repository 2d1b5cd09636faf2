-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_62f172e4, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_seen_events
-- parameters:
--   oldest_hour     no window reaches hours before this one
--   oldest_minute   no window reaches minutes before this one
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
    `count_any_event_022ca00a`,
    `count_any_event_a33a448d`,
    `last_page_urlpath_d3898135`
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
      case
        when `e`.`derived_tstamp` >= @oldest_minute then timestamp_trunc(`e`.`derived_tstamp`, minute, 'UTC')
        when `e`.`derived_tstamp` >= @oldest_hour then timestamp_trunc(`e`.`derived_tstamp`, hour, 'UTC')
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as `bucket`,
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
  count(*) as `count_any_event_022ca00a`,
  count(*) as `count_any_event_a33a448d`,
  max(
    if(
      `page_urlpath_text_db96dd25` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `page_urlpath_text_db96dd25`
      ),
      null
    )
  ) as `last_page_urlpath_d3898135`
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
