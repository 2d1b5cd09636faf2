-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_00e85cd3, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_seen_events
-- parameters:
--   oldest_day      no window reaches days before this one
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
    `count_add_to_cart_66be2cf4`,
    `count_any_event_04a949ec`,
    `distinct_active_day_af902f73`,
    `distinct_page_urlpath_6c400f94`,
    `distinct_page_urlpath_ac50df94`,
    `distinct_se_label_88f91f73`,
    `distinct_se_value_94084a21`
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
        when `e`.`derived_tstamp` >= @oldest_day then timestamp_trunc(`e`.`derived_tstamp`, day, 'UTC')
        else cast('1970-01-01T00:00:00Z' as timestamp)
      end as `bucket`,
      `e`.`event_id`,
      `e`.`derived_tstamp`,
      `e`.`active_day_text_b7012fb7`,
      `e`.`is_add_to_cart_91822160`,
      `e`.`page_urlpath_text_db96dd25`,
      `e`.`se_label_text_50c48683`,
      `e`.`se_value_text_81f4acae`
    from
      `signals_scratch`.`sbe_events_00e85cd3` as `e`
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
  nullif(countif(`is_add_to_cart_91822160`), 0) as `count_add_to_cart_66be2cf4`,
  count(*) as `count_any_event_04a949ec`,
  hll_count.init(`active_day_text_b7012fb7`) as `distinct_active_day_af902f73`,
  hll_count.init(if(`is_add_to_cart_91822160`, `page_urlpath_text_db96dd25`, null)) as `distinct_page_urlpath_6c400f94`,
  hll_count.init(`page_urlpath_text_db96dd25`) as `distinct_page_urlpath_ac50df94`,
  hll_count.init(`se_label_text_50c48683`) as `distinct_se_label_88f91f73`,
  hll_count.init(`se_value_text_81f4acae`) as `distinct_se_value_94084a21`
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
  `signals_scratch`.`sbe_events_00e85cd3` as `e`
  left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
  and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
  and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
where
  `e`.`stage_id` = @stage_id
  and `e`.`key_domain_userid_b6213cab` is not null
  and `e`.`event_id` is not null
  and `e`.`load_tstamp` > @remember_since
  and `c`.`event_id` is null;
