-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_3affad44
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
create table if not exists `signals_scratch`.`sbe_events_3affad44` (
  `stage_id` string,
  `staged_at` timestamp,
  `event_id` string,
  `load_tstamp` timestamp,
  `derived_tstamp` timestamp,
  `key_domain_userid_b6213cab` string,
  `is_any_event_by_isgift_by_total_e5222816` bool,
  `couponcode_text_56490aa6` string,
  `delivery_object_356a1977` string,
  `delivery_text_526b71e3` string,
  `id_text_d72cffda` string,
  `isgift_boolean_48754fca` string,
  `total_decimal_2bef8902` numeric,
  `total_text_91d32b71` string
)
partition by
  date(`staged_at`)
cluster by
  `stage_id` options(partition_expiration_days = 3);

-- scan
insert into
  `signals_scratch`.`sbe_events_3affad44` (
    `stage_id`,
    `staged_at`,
    `event_id`,
    `load_tstamp`,
    `derived_tstamp`,
    `key_domain_userid_b6213cab`,
    `is_any_event_by_isgift_by_total_e5222816`,
    `couponcode_text_56490aa6`,
    `delivery_object_356a1977`,
    `delivery_text_526b71e3`,
    `id_text_d72cffda`,
    `isgift_boolean_48754fca`,
    `total_decimal_2bef8902`,
    `total_text_91d32b71`
  )
with
  `window_events` as (
    select
      `e`.`event_id`,
      coalesce(`e`.`load_tstamp`, `e`.`collector_tstamp`) as `load_tstamp`,
      `e`.`derived_tstamp`,
      `e`.`collector_tstamp`,
      `e`.`contexts_com_acme_product_1` [1] ['id'] as `acme_product_id`,
      `e`.`domain_userid`,
      `e`.`unstruct_event_com_acme_order_1` ['couponCode'] as `acme_order_couponcode`,
      `e`.`unstruct_event_com_acme_order_1` ['delivery'] as `acme_order_delivery`,
      `e`.`unstruct_event_com_acme_order_1` ['isGift'] as `acme_order_isgift`,
      `e`.`unstruct_event_com_acme_order_1` ['total'] as `acme_order_total`
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
      coalesce(
        case lower(json_value(`acme_order_isgift`))
          when 'true' then true
          when 'false' then false
        end = true
        or nullif(
          nullif(
            safe_cast(
              regexp_extract(
                json_value(`acme_order_total`),
                r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$'
              ) as float64
            ),
            cast('inf' as float64)
          ),
          cast('-inf' as float64)
        ) > 15.0,
        false
      ) as `is_any_event_by_isgift_by_total_e5222816`,
      (
        select
          case json_type(value)
            when 'number' then (
              select
                if(
                  regexp_contains(written, r'^[+-]?0*\d{1,21}\.?0*$'),
                  cast(safe_cast(regexp_replace(written, r'\.0*$', '') as numeric) as string),
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
                      unnest([safe_cast(written as float64)]) as number,
                      unnest(
                        [
                          case
                            when safe_cast(format('%.15g', number) as float64) = number then format('%.15g', number)
                            when safe_cast(format('%.16g', number) as float64) = number then format('%.16g', number)
                            when number = number then format('%.17g', number)
                          end
                        ]
                      ) as digits
                  )
                )
              from
                unnest(
                  [
                    regexp_extract(json_value(value), r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$')
                  ]
                ) as written
            )
            when 'object' then to_json_string(value)
            when 'array' then to_json_string(value)
            else json_value(value)
          end
        from
          unnest([`acme_order_couponcode`]) as value
      ) as `couponcode_text_56490aa6`,
      if(
        json_type(
          safe.parse_json (
            coalesce(json_value(`acme_order_delivery`), to_json_string(`acme_order_delivery`)),
            wide_number_mode => 'round'
          )
        ) = 'object',
        coalesce(json_value(`acme_order_delivery`), to_json_string(`acme_order_delivery`)),
        null
      ) as `delivery_object_356a1977`,
      (
        select
          case json_type(value)
            when 'number' then (
              select
                if(
                  regexp_contains(written, r'^[+-]?0*\d{1,21}\.?0*$'),
                  cast(safe_cast(regexp_replace(written, r'\.0*$', '') as numeric) as string),
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
                      unnest([safe_cast(written as float64)]) as number,
                      unnest(
                        [
                          case
                            when safe_cast(format('%.15g', number) as float64) = number then format('%.15g', number)
                            when safe_cast(format('%.16g', number) as float64) = number then format('%.16g', number)
                            when number = number then format('%.17g', number)
                          end
                        ]
                      ) as digits
                  )
                )
              from
                unnest(
                  [
                    regexp_extract(json_value(value), r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$')
                  ]
                ) as written
            )
            when 'object' then to_json_string(value)
            when 'array' then to_json_string(value)
            else json_value(value)
          end
        from
          unnest([`acme_order_delivery`]) as value
      ) as `delivery_text_526b71e3`,
      (
        select
          case json_type(value)
            when 'number' then (
              select
                if(
                  regexp_contains(written, r'^[+-]?0*\d{1,21}\.?0*$'),
                  cast(safe_cast(regexp_replace(written, r'\.0*$', '') as numeric) as string),
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
                      unnest([safe_cast(written as float64)]) as number,
                      unnest(
                        [
                          case
                            when safe_cast(format('%.15g', number) as float64) = number then format('%.15g', number)
                            when safe_cast(format('%.16g', number) as float64) = number then format('%.16g', number)
                            when number = number then format('%.17g', number)
                          end
                        ]
                      ) as digits
                  )
                )
              from
                unnest(
                  [
                    regexp_extract(json_value(value), r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$')
                  ]
                ) as written
            )
            when 'object' then to_json_string(value)
            when 'array' then to_json_string(value)
            else json_value(value)
          end
        from
          unnest([`acme_product_id`]) as value
      ) as `id_text_d72cffda`,
      cast(
        case lower(json_value(`acme_order_isgift`))
          when 'true' then true
          when 'false' then false
        end as string
      ) as `isgift_boolean_48754fca`,
      (
        select
          if(abs(decimal) < numeric '1e20', decimal, null)
        from
          unnest(
            [
              safe_cast(
                regexp_extract(
                  json_value(`acme_order_total`),
                  r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$'
                ) as numeric
              )
            ]
          ) as decimal
      ) as `total_decimal_2bef8902`,
      (
        select
          case json_type(value)
            when 'number' then (
              select
                if(
                  regexp_contains(written, r'^[+-]?0*\d{1,21}\.?0*$'),
                  cast(safe_cast(regexp_replace(written, r'\.0*$', '') as numeric) as string),
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
                      unnest([safe_cast(written as float64)]) as number,
                      unnest(
                        [
                          case
                            when safe_cast(format('%.15g', number) as float64) = number then format('%.15g', number)
                            when safe_cast(format('%.16g', number) as float64) = number then format('%.16g', number)
                            when number = number then format('%.17g', number)
                          end
                        ]
                      ) as digits
                  )
                )
              from
                unnest(
                  [
                    regexp_extract(json_value(value), r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$')
                  ]
                ) as written
            )
            when 'object' then to_json_string(value)
            when 'array' then to_json_string(value)
            else json_value(value)
          end
        from
          unnest([`acme_order_total`]) as value
      ) as `total_text_91d32b71`
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
  `is_any_event_by_isgift_by_total_e5222816`,
  `couponcode_text_56490aa6`,
  `delivery_object_356a1977`,
  `delivery_text_526b71e3`,
  `id_text_d72cffda`,
  `isgift_boolean_48754fca`,
  `total_decimal_2bef8902`,
  `total_text_91d32b71`
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
delete from `signals_scratch`.`sbe_events_3affad44`
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
  `signals_scratch`.`sbe_events_3affad44`
where
  `stage_id` = @stage_id;

-- clear
delete from `signals_scratch`.`sbe_events_3affad44`
where
  `stage_id` = @stage_id;

-- sweep
delete from `signals_scratch`.`sbe_events_3affad44`
where
  `staged_at` < timestamp_sub(current_timestamp(), interval 2 day);
