-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_3affad44, visitor_1_seen_events
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
    `count_any_event_by_isgift_by_total_baf6b11e`,
    `last_couponcode_7fdc81a5`,
    `last_delivery_5af565d7`,
    `last_delivery_70ae7a67`,
    `last_id_b72e6529`,
    `last_isgift_349f0df6`,
    `last_total_8837564d`,
    `sum_total_351f92a8`
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
      `e`.`couponcode_text_56490aa6`,
      `e`.`delivery_object_356a1977`,
      `e`.`delivery_text_526b71e3`,
      `e`.`id_text_d72cffda`,
      `e`.`is_any_event_by_isgift_by_total_e5222816`,
      `e`.`isgift_boolean_48754fca`,
      `e`.`total_decimal_2bef8902`,
      `e`.`total_text_91d32b71`
    from
      `signals_scratch`.`sbe_events_3affad44` as `e`
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
  nullif(countif(`is_any_event_by_isgift_by_total_e5222816`), 0) as `count_any_event_by_isgift_by_total_baf6b11e`,
  max(
    if(
      `couponcode_text_56490aa6` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `couponcode_text_56490aa6`
      ),
      null
    )
  ) as `last_couponcode_7fdc81a5`,
  max(
    if(
      `delivery_object_356a1977` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `delivery_object_356a1977`
      ),
      null
    )
  ) as `last_delivery_5af565d7`,
  max(
    if(
      `delivery_text_526b71e3` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `delivery_text_526b71e3`
      ),
      null
    )
  ) as `last_delivery_70ae7a67`,
  max(
    if(
      `id_text_d72cffda` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `id_text_d72cffda`
      ),
      null
    )
  ) as `last_id_b72e6529`,
  max(
    if(
      `isgift_boolean_48754fca` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `isgift_boolean_48754fca`
      ),
      null
    )
  ) as `last_isgift_349f0df6`,
  max(
    if(
      `total_text_91d32b71` is not null,
      concat(
        concat(format_timestamp('%E4Y%m%d%H%M%E6S', `derived_tstamp`, 'UTC'), ifnull(`event_id`, '')),
        '\t',
        `total_text_91d32b71`
      ),
      null
    )
  ) as `last_total_8837564d`,
  sum(`total_decimal_2bef8902`) as `sum_total_351f92a8`
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
  `signals_scratch`.`sbe_events_3affad44` as `e`
  left join `counted_events` as `c` on `c`.`event_id` = `e`.`event_id`
  and `c`.`load_tstamp` >= timestamp_sub(`e`.`load_tstamp`, interval 5 day)
  and `c`.`load_tstamp` <= timestamp_add(`e`.`load_tstamp`, interval 5 day)
where
  `e`.`stage_id` = @stage_id
  and `e`.`key_domain_userid_b6213cab` is not null
  and `e`.`event_id` is not null
  and `e`.`load_tstamp` > @remember_since
  and `c`.`event_id` is null;
