-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_32d6043b
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
create table if not exists `signals_scratch`.`sbe_events_32d6043b` (
  `stage_id` string,
  `staged_at` timestamp,
  `event_id` string,
  `load_tstamp` timestamp,
  `derived_tstamp` timestamp,
  `key_domain_userid_b6213cab` string,
  `is_purchase_2f589707` bool,
  `se_label_boolean_bb36f9d3` string,
  `se_label_decimal_c0e78d06` numeric,
  `se_label_double_3c5dd576` string,
  `se_label_int32_43d395ce` string,
  `se_label_int64_1b245f77` string,
  `se_label_integer_09a06668` string,
  `se_label_object_9af77e05` string,
  `se_label_text_50c48683` string,
  `se_label_timestamp_70e99a5f` string
)
partition by
  date(`staged_at`)
cluster by
  `stage_id` options(partition_expiration_days = 3);

-- scan
insert into
  `signals_scratch`.`sbe_events_32d6043b` (
    `stage_id`,
    `staged_at`,
    `event_id`,
    `load_tstamp`,
    `derived_tstamp`,
    `key_domain_userid_b6213cab`,
    `is_purchase_2f589707`,
    `se_label_boolean_bb36f9d3`,
    `se_label_decimal_c0e78d06`,
    `se_label_double_3c5dd576`,
    `se_label_int32_43d395ce`,
    `se_label_int64_1b245f77`,
    `se_label_integer_09a06668`,
    `se_label_object_9af77e05`,
    `se_label_text_50c48683`,
    `se_label_timestamp_70e99a5f`
  )
with
  `window_events` as (
    select
      `e`.`event_id`,
      coalesce(`e`.`load_tstamp`, `e`.`collector_tstamp`) as `load_tstamp`,
      `e`.`derived_tstamp`,
      `e`.`collector_tstamp`,
      `e`.`domain_userid`,
      `e`.`event_name`,
      `e`.`se_label`
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
      coalesce(`event_name` = 'purchase', false) as `is_purchase_2f589707`,
      cast(
        case lower(`se_label`)
          when 'true' then true
          when 'false' then false
        end as string
      ) as `se_label_boolean_bb36f9d3`,
      (
        select
          if(abs(decimal) < numeric '1e20', decimal, null)
        from
          unnest(
            [
              safe_cast(
                regexp_extract(`se_label`, r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$') as numeric
              )
            ]
          ) as decimal
      ) as `se_label_decimal_c0e78d06`,
      (
        select
          case
            when number = 0 then '0'
            when is_inf(number) then null
            when abs(number) >= 1e21
            or abs(number) < 1e-6 then regexp_replace(digits, r'e([+-])0+', r'e\1')
            when abs(number) >= 1e15 then cast(cast(digits as numeric) as string)
            else regexp_replace(
              regexp_replace(digits, r'^(-?)(\d)\.?(\d*)e-05$', r'\10.0000\2\3'),
              r'^(-?)(\d)\.?(\d*)e-06$',
              r'\10.00000\2\3'
            )
          end
        from
          unnest(
            [
              nullif(
                nullif(
                  safe_cast(
                    regexp_extract(`se_label`, r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$') as float64
                  ),
                  cast('inf' as float64)
                ),
                cast('-inf' as float64)
              )
            ]
          ) as number,
          unnest(
            [
              case
                when safe_cast(format('%.15g', number) as float64) = number then format('%.15g', number)
                when safe_cast(format('%.16g', number) as float64) = number then format('%.16g', number)
                when number = number then format('%.17g', number)
              end
            ]
          ) as digits
      ) as `se_label_double_3c5dd576`,
      cast(
        if(
          safe_cast(
            round(
              safe_cast(
                regexp_extract(`se_label`, r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$') as bignumeric
              )
            ) as int64
          ) between -2147483648 and 2147483647,
          safe_cast(
            round(
              safe_cast(
                regexp_extract(`se_label`, r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$') as bignumeric
              )
            ) as int64
          ),
          null
        ) as string
      ) as `se_label_int32_43d395ce`,
      cast(
        safe_cast(
          round(
            safe_cast(
              regexp_extract(`se_label`, r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$') as bignumeric
            )
          ) as int64
        ) as string
      ) as `se_label_int64_1b245f77`,
      cast(
        (
          select
            coalesce(
              safe_cast(round(safe_cast(number as bignumeric)) as numeric),
              cast(
                sign(if(abs(safe_cast(number as float64)) < cast('inf' as float64), safe_cast(number as float64), null)) * 9e28 as numeric
              )
            )
          from
            unnest(
              [
                regexp_extract(`se_label`, r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$')
              ]
            ) as number
        ) as string
      ) as `se_label_integer_09a06668`,
      if(json_type(safe.parse_json (`se_label`, wide_number_mode => 'round')) = 'object', `se_label`, null) as `se_label_object_9af77e05`,
      `se_label` as `se_label_text_50c48683`,
      format_timestamp(
        '%E4Y-%m-%dT%H:%M:%E*SZ',
        coalesce(
          safe_cast(
            regexp_replace(
              regexp_replace(
                regexp_replace(
                  regexp_replace(
                    regexp_replace(
                      regexp_extract(
                        `se_label`,
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
                        regexp_extract(`se_label`, r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$') as float64
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
      ) as `se_label_timestamp_70e99a5f`
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
  `is_purchase_2f589707`,
  `se_label_boolean_bb36f9d3`,
  `se_label_decimal_c0e78d06`,
  `se_label_double_3c5dd576`,
  `se_label_int32_43d395ce`,
  `se_label_int64_1b245f77`,
  `se_label_integer_09a06668`,
  `se_label_object_9af77e05`,
  `se_label_text_50c48683`,
  `se_label_timestamp_70e99a5f`
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
delete from `signals_scratch`.`sbe_events_32d6043b`
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
  `signals_scratch`.`sbe_events_32d6043b`
where
  `stage_id` = @stage_id;

-- clear
delete from `signals_scratch`.`sbe_events_32d6043b`
where
  `stage_id` = @stage_id;

-- sweep
delete from `signals_scratch`.`sbe_events_32d6043b`
where
  `staged_at` < timestamp_sub(current_timestamp(), interval 2 day);
