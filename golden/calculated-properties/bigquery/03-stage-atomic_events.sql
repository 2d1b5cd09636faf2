-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_1aa88031
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
create table if not exists `signals_scratch`.`sbe_events_1aa88031` (
  `stage_id` string,
  `staged_at` timestamp,
  `event_id` string,
  `load_tstamp` timestamp,
  `derived_tstamp` timestamp,
  `key_domain_userid_b6213cab` string,
  `is_any_event_by_product_price_quantity_82fed920` bool,
  `coalesce_mkt_source_refr_source_refr_med_a6363ede` string,
  `concat_geo_city_geo_country_text_4b5bec9a` string,
  `concat_geo_country_geo_city_text_b8aa6554` string,
  `max_price_shipping_integer_da71958f` string,
  `min_price_shipping_double_7836cb02` string,
  `product_price_quantity_decimal_d66e7acb` numeric,
  `sum_price_shipping_double_1224d8df` float64
)
partition by
  date(`staged_at`)
cluster by
  `stage_id` options(partition_expiration_days = 3);

-- scan
insert into
  `signals_scratch`.`sbe_events_1aa88031` (
    `stage_id`,
    `staged_at`,
    `event_id`,
    `load_tstamp`,
    `derived_tstamp`,
    `key_domain_userid_b6213cab`,
    `is_any_event_by_product_price_quantity_82fed920`,
    `coalesce_mkt_source_refr_source_refr_med_a6363ede`,
    `concat_geo_city_geo_country_text_4b5bec9a`,
    `concat_geo_country_geo_city_text_b8aa6554`,
    `max_price_shipping_integer_da71958f`,
    `min_price_shipping_double_7836cb02`,
    `product_price_quantity_decimal_d66e7acb`,
    `sum_price_shipping_double_1224d8df`
  )
with
  `window_events` as (
    select
      `e`.`event_id`,
      coalesce(`e`.`load_tstamp`, `e`.`collector_tstamp`) as `load_tstamp`,
      `e`.`derived_tstamp`,
      `e`.`collector_tstamp`,
      `e`.`domain_userid`,
      `e`.`geo_city`,
      `e`.`geo_country`,
      `e`.`mkt_source`,
      `e`.`refr_medium`,
      `e`.`refr_source`,
      `e`.`unstruct_event_com_acme_checkout_1`.`price` as `acme_checkout_price`,
      `e`.`unstruct_event_com_acme_checkout_1`.`quantity` as `acme_checkout_quantity`,
      `e`.`unstruct_event_com_acme_checkout_1`.`shipping` as `acme_checkout_shipping`
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
  `calculated_events` as (
    select
      `event_id`,
      `load_tstamp`,
      `derived_tstamp`,
      `collector_tstamp`,
      `domain_userid`,
      `geo_city`,
      `geo_country`,
      `mkt_source`,
      `refr_medium`,
      `refr_source`,
      `acme_checkout_price`,
      `acme_checkout_quantity`,
      `acme_checkout_shipping`,
      coalesce(`mkt_source`, `refr_source`, `refr_medium`) as `coalesce_mkt_source_refr_source_refr_med_68a88d9d`,
      if(
        coalesce(`geo_city`, `geo_country`) is not null,
        array_to_string([`geo_city`, `geo_country`], ', '),
        null
      ) as `concat_geo_city_geo_country_62bb9f65`,
      if(
        coalesce(`geo_country`, `geo_city`) is not null,
        array_to_string([`geo_country`, `geo_city`], ''),
        null
      ) as `concat_geo_country_geo_city_cfa6d513`,
      greatest(
        nullif(
          nullif(
            safe_cast(
              regexp_extract(
                json_value(to_json (`acme_checkout_price`)),
                r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$'
              ) as float64
            ),
            cast('inf' as float64)
          ),
          cast('-inf' as float64)
        ),
        nullif(
          nullif(
            safe_cast(
              regexp_extract(
                json_value(to_json (`acme_checkout_shipping`)),
                r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$'
              ) as float64
            ),
            cast('inf' as float64)
          ),
          cast('-inf' as float64)
        )
      ) as `max_price_shipping_c33ff149`,
      least(
        nullif(
          nullif(
            safe_cast(
              regexp_extract(
                json_value(to_json (`acme_checkout_price`)),
                r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$'
              ) as float64
            ),
            cast('inf' as float64)
          ),
          cast('-inf' as float64)
        ),
        nullif(
          nullif(
            safe_cast(
              regexp_extract(
                json_value(to_json (`acme_checkout_shipping`)),
                r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$'
              ) as float64
            ),
            cast('inf' as float64)
          ),
          cast('-inf' as float64)
        )
      ) as `min_price_shipping_d7208134`,
      nullif(
        nullif(
          safe_cast(
            regexp_extract(
              json_value(to_json (`acme_checkout_price`)),
              r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$'
            ) as float64
          ),
          cast('inf' as float64)
        ),
        cast('-inf' as float64)
      ) * nullif(
        nullif(
          safe_cast(
            regexp_extract(
              json_value(to_json (`acme_checkout_quantity`)),
              r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$'
            ) as float64
          ),
          cast('inf' as float64)
        ),
        cast('-inf' as float64)
      ) as `product_price_quantity_f9365820`,
      nullif(
        nullif(
          safe_cast(
            regexp_extract(
              json_value(to_json (`acme_checkout_price`)),
              r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$'
            ) as float64
          ),
          cast('inf' as float64)
        ),
        cast('-inf' as float64)
      ) + nullif(
        nullif(
          safe_cast(
            regexp_extract(
              json_value(to_json (`acme_checkout_shipping`)),
              r'^[ \t\n\r\f\v]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\f\v]*$'
            ) as float64
          ),
          cast('inf' as float64)
        ),
        cast('-inf' as float64)
      ) as `sum_price_shipping_cdbaaf8e`
    from
      `window_events`
  ),
  `matching_events` as (
    select
      `event_id`,
      `load_tstamp`,
      `derived_tstamp`,
      `collector_tstamp`,
      `domain_userid` as `key_domain_userid_b6213cab`,
      coalesce(
        if(
          abs(`product_price_quantity_f9365820`) < cast('inf' as float64),
          `product_price_quantity_f9365820`,
          null
        ) > 20.0,
        false
      ) as `is_any_event_by_product_price_quantity_82fed920`,
      `coalesce_mkt_source_refr_source_refr_med_68a88d9d` as `coalesce_mkt_source_refr_source_refr_med_a6363ede`,
      `concat_geo_city_geo_country_62bb9f65` as `concat_geo_city_geo_country_text_4b5bec9a`,
      `concat_geo_country_geo_city_cfa6d513` as `concat_geo_country_geo_city_text_b8aa6554`,
      cast(
        coalesce(
          safe_cast(
            if(
              abs(`max_price_shipping_c33ff149`) < 9007199254740992,
              safe_cast(round(`max_price_shipping_c33ff149`) as bignumeric),
              safe_cast(
                case
                  when safe_cast(format('%.15g', `max_price_shipping_c33ff149`) as float64) = `max_price_shipping_c33ff149` then format('%.15g', `max_price_shipping_c33ff149`)
                  when safe_cast(format('%.16g', `max_price_shipping_c33ff149`) as float64) = `max_price_shipping_c33ff149` then format('%.16g', `max_price_shipping_c33ff149`)
                  when `max_price_shipping_c33ff149` = `max_price_shipping_c33ff149` then format('%.17g', `max_price_shipping_c33ff149`)
                end as bignumeric
              )
            ) as numeric
          ),
          cast(
            sign(
              if(abs(`max_price_shipping_c33ff149`) < cast('inf' as float64), `max_price_shipping_c33ff149`, null)
            ) * 9e28 as numeric
          )
        ) as string
      ) as `max_price_shipping_integer_da71958f`,
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
              if(abs(`min_price_shipping_d7208134`) < cast('inf' as float64), `min_price_shipping_d7208134`, null)
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
      ) as `min_price_shipping_double_7836cb02`,
      if(
        abs(`product_price_quantity_f9365820`) < 1e20,
        safe_cast(
          case
            when safe_cast(format('%.15g', `product_price_quantity_f9365820`) as float64) = `product_price_quantity_f9365820` then format('%.15g', `product_price_quantity_f9365820`)
            when safe_cast(format('%.16g', `product_price_quantity_f9365820`) as float64) = `product_price_quantity_f9365820` then format('%.16g', `product_price_quantity_f9365820`)
            when `product_price_quantity_f9365820` = `product_price_quantity_f9365820` then format('%.17g', `product_price_quantity_f9365820`)
          end as numeric
        ),
        null
      ) as `product_price_quantity_decimal_d66e7acb`,
      if(abs(`sum_price_shipping_cdbaaf8e`) < cast('inf' as float64), `sum_price_shipping_cdbaaf8e`, null) as `sum_price_shipping_double_1224d8df`
    from
      `calculated_events`
  )
select
  @stage_id as `stage_id`,
  current_timestamp() as `staged_at`,
  `event_id`,
  `load_tstamp`,
  `derived_tstamp`,
  `key_domain_userid_b6213cab`,
  `is_any_event_by_product_price_quantity_82fed920`,
  `coalesce_mkt_source_refr_source_refr_med_a6363ede`,
  `concat_geo_city_geo_country_text_4b5bec9a`,
  `concat_geo_country_geo_city_text_b8aa6554`,
  `max_price_shipping_integer_da71958f`,
  `min_price_shipping_double_7836cb02`,
  `product_price_quantity_decimal_d66e7acb`,
  `sum_price_shipping_double_1224d8df`
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
delete from `signals_scratch`.`sbe_events_1aa88031`
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
  `signals_scratch`.`sbe_events_1aa88031`
where
  `stage_id` = @stage_id;

-- clear
delete from `signals_scratch`.`sbe_events_1aa88031`
where
  `stage_id` = @stage_id;

-- sweep
delete from `signals_scratch`.`sbe_events_1aa88031`
where
  `staged_at` < timestamp_sub(current_timestamp(), interval 2 day);
