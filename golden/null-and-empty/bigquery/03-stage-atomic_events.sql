-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1, basket_1: of the copies of
-- an event the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_1d65b150
-- parameters:
--   hi        the window ends with this load time
--   lo        the window begins after this load time
--   since     events loaded after this time are read: the window less the overlap
--   stage_id  a new random id for every scan

-- newest_load
select
  max(`e`.`load_tstamp`) as `newest_load`,
  cast(null as timestamp) as `newest_without_load`
from
  `atomic`.`events` as `e`
where
  `e`.`load_tstamp` > @lo
  and `e`.`load_tstamp` <= @hi;

-- first_load
select
  min(`e`.`load_tstamp`) as `first_load`,
  cast(null as timestamp) as `first_without_load`
from
  `atomic`.`events` as `e`
where
  `e`.`load_tstamp` >= cast('1970-01-01T00:00:00Z' as timestamp)
  and `e`.`load_tstamp` <= @hi;

-- next_load
select
  min(`e`.`load_tstamp`) as `first_load`,
  cast(null as timestamp) as `first_without_load`
from
  `atomic`.`events` as `e`
where
  `e`.`load_tstamp` > @lo
  and `e`.`load_tstamp` <= @hi;

-- loads_by_day
with
  `load_days` as (
    select
      timestamp_trunc(`e`.`load_tstamp`, day, 'UTC') as `load_day`
    from
      `atomic`.`events` as `e`
    where
      `e`.`load_tstamp` > @lo
      and `e`.`load_tstamp` <= @hi
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
  `e`.`load_tstamp` is null;

-- create
create table if not exists `signals_scratch`.`sbe_events_1d65b150` (
  `stage_id` string,
  `staged_at` timestamp,
  `event_id` string,
  `load_tstamp` timestamp,
  `derived_tstamp` timestamp,
  `key_domain_userid_b6213cab` string,
  `key_lines_8a9dc5a0` string,
  `is_any_event_by_address_329f75e5` bool,
  `is_any_event_by_items_7e7fbe96` bool,
  `is_any_event_by_items_b0bff2cf` bool,
  `is_any_event_by_lines_ab788e6e` bool,
  `is_any_event_by_note_6198ae1b` bool,
  `address_object_04dccef3` string,
  `items_text_dac28086` string,
  `lines_text_e1d6c13e` string,
  `note_text_fc53b3ff` string,
  `tags_text_a74b0b40` string
)
partition by
  date(`staged_at`)
cluster by
  `stage_id` options(partition_expiration_days = 3);

-- scan
insert into
  `signals_scratch`.`sbe_events_1d65b150` (
    `stage_id`,
    `staged_at`,
    `event_id`,
    `load_tstamp`,
    `derived_tstamp`,
    `key_domain_userid_b6213cab`,
    `key_lines_8a9dc5a0`,
    `is_any_event_by_address_329f75e5`,
    `is_any_event_by_items_7e7fbe96`,
    `is_any_event_by_items_b0bff2cf`,
    `is_any_event_by_lines_ab788e6e`,
    `is_any_event_by_note_6198ae1b`,
    `address_object_04dccef3`,
    `items_text_dac28086`,
    `lines_text_e1d6c13e`,
    `note_text_fc53b3ff`,
    `tags_text_a74b0b40`
  )
with
  `window_events` as (
    select
      `e`.`event_id`,
      `e`.`load_tstamp`,
      `e`.`derived_tstamp`,
      cast(null as timestamp) as `collector_tstamp`,
      `e`.`contexts_com_acme_product_1` [safe_offset(0)].`tags` as `acme_product_tags`,
      `e`.`domain_userid`,
      `e`.`unstruct_event_com_acme_basket_1`.`address`.`lines` as `acme_basket_lines`,
      `e`.`unstruct_event_com_acme_basket_1`.`address` as `acme_basket_address`,
      `e`.`unstruct_event_com_acme_basket_1`.`items` as `acme_basket_items`,
      `e`.`unstruct_event_com_acme_basket_1`.`note` as `acme_basket_note`
    from
      `atomic`.`events` as `e`
    where
      `e`.`load_tstamp` > @since
      and `e`.`load_tstamp` <= @hi
      and (
        `e`.`event_id` is not null
        or `e`.`load_tstamp` > @lo
      )
  ),
  `matching_events` as (
    select
      `event_id`,
      `load_tstamp`,
      `derived_tstamp`,
      `collector_tstamp`,
      `domain_userid` as `key_domain_userid_b6213cab`,
      nullif(
        to_json_string(
          coalesce(safe.to_json (`acme_basket_lines`), to_json (`acme_basket_lines`, stringify_wide_numbers => true))
        ),
        'null'
      ) as `key_lines_8a9dc5a0`,
      nullif(
        to_json_string(
          coalesce(
            safe.to_json (`acme_basket_address`),
            to_json (`acme_basket_address`, stringify_wide_numbers => true)
          )
        ),
        'null'
      ) is not null as `is_any_event_by_address_329f75e5`,
      nullif(
        to_json_string(
          coalesce(safe.to_json (`acme_basket_items`), to_json (`acme_basket_items`, stringify_wide_numbers => true))
        ),
        'null'
      ) is null as `is_any_event_by_items_7e7fbe96`,
      coalesce(
        nullif(
          to_json_string(
            coalesce(safe.to_json (`acme_basket_items`), to_json (`acme_basket_items`, stringify_wide_numbers => true))
          ),
          'null'
        ) in ('[]', 'null'),
        false
      ) as `is_any_event_by_items_b0bff2cf`,
      coalesce(
        nullif(
          to_json_string(
            coalesce(safe.to_json (`acme_basket_lines`), to_json (`acme_basket_lines`, stringify_wide_numbers => true))
          ),
          'null'
        ) like '%',
        false
      ) as `is_any_event_by_lines_ab788e6e`,
      coalesce(
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
            unnest([`acme_basket_note`]) as value
        ) = 'null',
        false
      ) as `is_any_event_by_note_6198ae1b`,
      (
        select
          if(starts_with(read, '{'), read, null)
        from
          unnest(
            [
              nullif(
                to_json_string(
                  coalesce(
                    safe.to_json (`acme_basket_address`),
                    to_json (`acme_basket_address`, stringify_wide_numbers => true)
                  )
                ),
                'null'
              )
            ]
          ) as read
      ) as `address_object_04dccef3`,
      nullif(
        to_json_string(
          coalesce(safe.to_json (`acme_basket_items`), to_json (`acme_basket_items`, stringify_wide_numbers => true))
        ),
        'null'
      ) as `items_text_dac28086`,
      nullif(
        to_json_string(
          coalesce(safe.to_json (`acme_basket_lines`), to_json (`acme_basket_lines`, stringify_wide_numbers => true))
        ),
        'null'
      ) as `lines_text_e1d6c13e`,
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
          unnest([`acme_basket_note`]) as value
      ) as `note_text_fc53b3ff`,
      nullif(
        to_json_string(
          coalesce(safe.to_json (`acme_product_tags`), to_json (`acme_product_tags`, stringify_wide_numbers => true))
        ),
        'null'
      ) as `tags_text_a74b0b40`
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
  `key_lines_8a9dc5a0`,
  `is_any_event_by_address_329f75e5`,
  `is_any_event_by_items_7e7fbe96`,
  `is_any_event_by_items_b0bff2cf`,
  `is_any_event_by_lines_ab788e6e`,
  `is_any_event_by_note_6198ae1b`,
  `address_object_04dccef3`,
  `items_text_dac28086`,
  `lines_text_e1d6c13e`,
  `note_text_fc53b3ff`,
  `tags_text_a74b0b40`
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
delete from `signals_scratch`.`sbe_events_1d65b150`
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
  ) as `visitor_1_without_key`,
  countif(`load_tstamp` > @lo) as `basket_1_events`,
  countif(
    `load_tstamp` > @lo
    and `derived_tstamp` is null
  ) as `basket_1_without_derived_tstamp`,
  countif(
    `load_tstamp` > @lo
    and `key_lines_8a9dc5a0` is null
  ) as `basket_1_without_key`
from
  `signals_scratch`.`sbe_events_1d65b150`
where
  `stage_id` = @stage_id;

-- clear
delete from `signals_scratch`.`sbe_events_1d65b150`
where
  `stage_id` = @stage_id;

-- sweep
delete from `signals_scratch`.`sbe_events_1d65b150`
where
  `staged_at` < timestamp_sub(current_timestamp(), interval 2 day);
