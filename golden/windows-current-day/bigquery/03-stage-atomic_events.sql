-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_62f172e4
-- parameters:
--   hi        the window ends with this load time
--   lo        the window begins after this load time
--   since     events loaded after this time are read: the window less the overlap
--   stage_id  a new random id for every scan

-- newest_load
select
  max(`e`.`load_tstamp`) as `newest_load`,
  max(if(`e`.`load_tstamp` is null, `e`.`collector_tstamp`, null)) as `newest_without_load`
from
  `atomic`.`events` as `e`
where
  (
    `e`.`load_tstamp` > @lo
    and `e`.`load_tstamp` <= @hi
  )
  or (
    `e`.`load_tstamp` is null
    and `e`.`collector_tstamp` > @lo
    and `e`.`collector_tstamp` <= @hi
  );

-- first_load
select
  min(`e`.`load_tstamp`) as `first_load`,
  min(if(`e`.`load_tstamp` is null, `e`.`collector_tstamp`, null)) as `first_without_load`
from
  `atomic`.`events` as `e`
where
  (
    `e`.`load_tstamp` >= cast('1970-01-01T00:00:00Z' as timestamp)
    and `e`.`load_tstamp` <= @hi
  )
  or (
    `e`.`load_tstamp` is null
    and `e`.`collector_tstamp` >= cast('1970-01-01T00:00:00Z' as timestamp)
    and `e`.`collector_tstamp` <= @hi
  );

-- next_load
select
  min(`e`.`load_tstamp`) as `first_load`,
  min(if(`e`.`load_tstamp` is null, `e`.`collector_tstamp`, null)) as `first_without_load`
from
  `atomic`.`events` as `e`
where
  (
    `e`.`load_tstamp` > @lo
    and `e`.`load_tstamp` <= @hi
  )
  or (
    `e`.`load_tstamp` is null
    and `e`.`collector_tstamp` > @lo
    and `e`.`collector_tstamp` <= @hi
  );

-- loads_by_day
with
  `load_days` as (
    select
      timestamp_trunc(coalesce(`e`.`load_tstamp`, `e`.`collector_tstamp`), day, 'UTC') as `load_day`
    from
      `atomic`.`events` as `e`
    where
      (
        (
          `e`.`load_tstamp` > @lo
          and `e`.`load_tstamp` <= @hi
        )
        or `e`.`load_tstamp` is null
      )
      and (
        `e`.`load_tstamp` is not null
        or (
          `e`.`collector_tstamp` > @lo
          and `e`.`collector_tstamp` <= @hi
        )
      )
  )
select
  `load_day`,
  count(*) as `row_count`
from
  `load_days`
group by
  `load_day`
order by
  `load_day`;

-- unloaded
select
  count(*) as `row_count`
from
  `atomic`.`events` as `e`
where
  `e`.`load_tstamp` is null
  and `e`.`collector_tstamp` is null;

-- create
create table if not exists `signals_scratch`.`sbe_events_62f172e4` (
  `stage_id` string,
  `staged_at` timestamp,
  `event_id` string,
  `load_tstamp` timestamp,
  `derived_tstamp` timestamp,
  `key_domain_userid_b6213cab` string,
  `page_urlpath_text_db96dd25` string
)
partition by
  date(`staged_at`)
cluster by
  `stage_id` options(partition_expiration_days = 3);

-- scan
insert into
  `signals_scratch`.`sbe_events_62f172e4` (
    `stage_id`,
    `staged_at`,
    `event_id`,
    `load_tstamp`,
    `derived_tstamp`,
    `key_domain_userid_b6213cab`,
    `page_urlpath_text_db96dd25`
  )
with
  `window_events` as (
    select
      `e`.`event_id`,
      coalesce(`e`.`load_tstamp`, `e`.`collector_tstamp`) as `load_tstamp`,
      `e`.`derived_tstamp`,
      `e`.`collector_tstamp`,
      `e`.`domain_userid`,
      `e`.`page_urlpath`
    from
      `atomic`.`events` as `e`
    where
      (
        (
          `e`.`load_tstamp` > @since
          and `e`.`load_tstamp` <= @hi
        )
        or `e`.`load_tstamp` is null
      )
      and (
        `e`.`load_tstamp` is not null
        or (
          `e`.`collector_tstamp` > @since
          and `e`.`collector_tstamp` <= @hi
        )
      )
      and (
        `e`.`event_id` is not null
        or coalesce(`e`.`load_tstamp`, `e`.`collector_tstamp`) > @lo
      )
  ),
  `matching_events` as (
    select
      `event_id`,
      `load_tstamp`,
      `derived_tstamp`,
      `collector_tstamp`,
      `domain_userid` as `key_domain_userid_b6213cab`,
      `page_urlpath` as `page_urlpath_text_db96dd25`
    from
      `window_events`
  )
select
  @stage_id as `stage_id`,
  current_timestamp() as `staged_at`,
  `event_id`,
  `load_tstamp`,
  `derived_tstamp`,
  `key_domain_userid_b6213cab`,
  `page_urlpath_text_db96dd25`
from
  `matching_events`
qualify
  `event_id` is null
  or row_number() over (
    partition by
      `event_id`
    order by
      `load_tstamp` nulls last,
      `derived_tstamp` nulls last,
      `collector_tstamp` nulls last
  ) = 1
  or `load_tstamp` > timestamp_add(
    lag(`load_tstamp`) over (
      partition by
        `event_id`
      order by
        `load_tstamp` nulls last,
        `derived_tstamp` nulls last,
        `collector_tstamp` nulls last
    ),
    interval 5 day
  );

-- narrow
delete from `signals_scratch`.`sbe_events_62f172e4`
where
  `stage_id` = @stage_id
  and `load_tstamp` <= @lo;

-- count
select
  count(*) as `row_count`,
  countif(`load_tstamp` > @lo) as `visitor_1_events`,
  countif(
    `load_tstamp` > @lo
    and `derived_tstamp` is null
  ) as `visitor_1_without_derived_tstamp`,
  countif(
    `load_tstamp` > @lo
    and `key_domain_userid_b6213cab` is null
  ) as `visitor_1_without_key`
from
  `signals_scratch`.`sbe_events_62f172e4`
where
  `stage_id` = @stage_id;

-- clear
delete from `signals_scratch`.`sbe_events_62f172e4`
where
  `stage_id` = @stage_id;

-- sweep
delete from `signals_scratch`.`sbe_events_62f172e4`
where
  `staged_at` < timestamp_sub(current_timestamp(), interval 2 day);
