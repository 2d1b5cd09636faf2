-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_981fc074
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
create table if not exists `signals_scratch`.`sbe_events_981fc074` (
  `stage_id` string,
  `staged_at` timestamp,
  `event_id` string,
  `load_tstamp` timestamp,
  `derived_tstamp` timestamp,
  `key_domain_userid_b6213cab` string,
  `is_any_event_by_active_month_38a95a1f` bool,
  `is_any_event_by_hour_of_day_c1989cca` bool,
  `active_day_text_195239cf` string,
  `active_day_text_b7012fb7` string,
  `active_month_text_cbacffa4` string,
  `active_week_text_970eac70` string,
  `day_of_week_integer_713012cf` string,
  `day_of_week_text_8d713dcc` string,
  `hour_of_day_integer_8f3ab43b` string,
  `month_of_year_integer_16edfbbb` string
)
partition by
  date(`staged_at`)
cluster by
  `stage_id` options(partition_expiration_days = 3);

-- scan
insert into
  `signals_scratch`.`sbe_events_981fc074` (
    `stage_id`,
    `staged_at`,
    `event_id`,
    `load_tstamp`,
    `derived_tstamp`,
    `key_domain_userid_b6213cab`,
    `is_any_event_by_active_month_38a95a1f`,
    `is_any_event_by_hour_of_day_c1989cca`,
    `active_day_text_195239cf`,
    `active_day_text_b7012fb7`,
    `active_month_text_cbacffa4`,
    `active_week_text_970eac70`,
    `day_of_week_integer_713012cf`,
    `day_of_week_text_8d713dcc`,
    `hour_of_day_integer_8f3ab43b`,
    `month_of_year_integer_16edfbbb`
  )
with
  `window_events` as (
    select
      `e`.`event_id`,
      coalesce(`e`.`load_tstamp`, `e`.`collector_tstamp`) as `load_tstamp`,
      `e`.`derived_tstamp`,
      `e`.`collector_tstamp`,
      `e`.`domain_userid`,
      `e`.`unstruct_event_com_acme_order_1`.`ordered_at` as `acme_order_orderedat`
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
      coalesce(format_timestamp('%E4Y-%m-01', `derived_tstamp`, 'UTC') = '2024-03-01', false) as `is_any_event_by_active_month_38a95a1f`,
      coalesce(
        cast(
          extract(
            hour
            from
              `derived_tstamp` at time zone 'UTC'
          ) as float64
        ) < 6.0,
        false
      ) as `is_any_event_by_hour_of_day_c1989cca`,
      format_timestamp(
        '%E4Y-%m-%d',
        coalesce(
          safe_cast(
            regexp_replace(
              regexp_replace(
                regexp_replace(
                  regexp_replace(
                    regexp_replace(
                      regexp_extract(
                        json_value(to_json (`acme_order_orderedat`)),
                        r'^\d{4}-\d\d-\d\d(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$'
                      ),
                      r'^(.{10})$',
                      r'\1T00:00'
                    ),
                    r'^(.{11}[^Z+-]*)$',
                    r'\1Z'
                  ),
                  r'^(.{16})([Z+-])',
                  r'\1:00\2'
                ),
                r'(\.\d{6})\d+',
                r'\1'
              ),
              r'([+-]\d\d)(\d\d)$',
              r'\1:\2'
            ) as timestamp
          ),
          safe.timestamp_micros (
            safe_cast(
              round(
                safe_multiply(
                  nullif(
                    nullif(
                      safe_cast(
                        regexp_extract(
                          json_value(to_json (`acme_order_orderedat`)),
                          r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$'
                        ) as float64
                      ),
                      cast('inf' as float64)
                    ),
                    cast('-inf' as float64)
                  ),
                  1e6
                )
              ) as int64
            )
          )
        ),
        'UTC'
      ) as `active_day_text_195239cf`,
      format_timestamp('%E4Y-%m-%d', `derived_tstamp`, 'UTC') as `active_day_text_b7012fb7`,
      format_timestamp('%E4Y-%m-01', `derived_tstamp`, 'UTC') as `active_month_text_cbacffa4`,
      format_timestamp('%E4Y-%m-%d', timestamp_trunc(`derived_tstamp`, isoweek, 'UTC'), 'UTC') as `active_week_text_970eac70`,
      cast(
        cast(
          (
            mod(
              extract(
                dayofweek
                from
                  `derived_tstamp` at time zone 'UTC'
              ) + 5,
              7
            ) + 1
          ) as numeric
        ) as string
      ) as `day_of_week_integer_713012cf`,
      cast(
        (
          mod(
            extract(
              dayofweek
              from
                `derived_tstamp` at time zone 'UTC'
            ) + 5,
            7
          ) + 1
        ) as string
      ) as `day_of_week_text_8d713dcc`,
      cast(
        cast(
          extract(
            hour
            from
              `derived_tstamp` at time zone 'UTC'
          ) as numeric
        ) as string
      ) as `hour_of_day_integer_8f3ab43b`,
      cast(
        cast(
          extract(
            month
            from
              `derived_tstamp` at time zone 'UTC'
          ) as numeric
        ) as string
      ) as `month_of_year_integer_16edfbbb`
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
  `is_any_event_by_active_month_38a95a1f`,
  `is_any_event_by_hour_of_day_c1989cca`,
  `active_day_text_195239cf`,
  `active_day_text_b7012fb7`,
  `active_month_text_cbacffa4`,
  `active_week_text_970eac70`,
  `day_of_week_integer_713012cf`,
  `day_of_week_text_8d713dcc`,
  `hour_of_day_integer_8f3ab43b`,
  `month_of_year_integer_16edfbbb`
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
delete from `signals_scratch`.`sbe_events_981fc074`
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
  `signals_scratch`.`sbe_events_981fc074`
where
  `stage_id` = @stage_id;

-- clear
delete from `signals_scratch`.`sbe_events_981fc074`
where
  `stage_id` = @stage_id;

-- sweep
delete from `signals_scratch`.`sbe_events_981fc074`
where
  `staged_at` < timestamp_sub(current_timestamp(), interval 2 day);
