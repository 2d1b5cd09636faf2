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

-- newest_load (:1 hi, :2 lo)
select
  max("E"."LOAD_TSTAMP") as "NEWEST_LOAD",
  cast(null as timestamp_ntz) as "NEWEST_WITHOUT_LOAD"
from
  "ATOMIC"."EVENTS" as "E"
where
  "E"."LOAD_TSTAMP" > cast(:2 as timestamp_ntz)
  and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz);

-- first_load (:1 hi)
select
  min("E"."LOAD_TSTAMP") as "FIRST_LOAD",
  cast(null as timestamp_ntz) as "FIRST_WITHOUT_LOAD"
from
  "ATOMIC"."EVENTS" as "E"
where
  "E"."LOAD_TSTAMP" >= cast('1970-01-01T00:00:00Z' as timestamp_ntz)
  and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz);

-- next_load (:1 hi, :2 lo)
select
  min("E"."LOAD_TSTAMP") as "FIRST_LOAD",
  cast(null as timestamp_ntz) as "FIRST_WITHOUT_LOAD"
from
  "ATOMIC"."EVENTS" as "E"
where
  "E"."LOAD_TSTAMP" > cast(:2 as timestamp_ntz)
  and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz);

-- loads_by_day (:1 hi, :2 lo)
with
  "LOAD_DAYS" as (
    select
      date_trunc('day', "E"."LOAD_TSTAMP") as "LOAD_DAY"
    from
      "ATOMIC"."EVENTS" as "E"
    where
      "E"."LOAD_TSTAMP" > cast(:2 as timestamp_ntz)
      and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz)
  )
select
  "LOAD_DAY",
  count(*) as "ROW_COUNT"
from
  "LOAD_DAYS"
group by
  "LOAD_DAY"
order by
  "LOAD_DAY";

-- unloaded
select
  count(*) as "ROW_COUNT"
from
  "ATOMIC"."EVENTS" as "E"
where
  "E"."LOAD_TSTAMP" is null;

-- create
create transient table if not exists "SIGNALS_SCRATCH"."SBE_EVENTS_1D65B150" (
  "STAGE_ID" varchar,
  "STAGED_AT" timestamp_ntz,
  "EVENT_ID" varchar,
  "LOAD_TSTAMP" timestamp_ntz,
  "DERIVED_TSTAMP" timestamp_ntz,
  "KEY_DOMAIN_USERID_B6213CAB" varchar,
  "KEY_LINES_8A9DC5A0" varchar,
  "IS_ANY_EVENT_BY_ADDRESS_329F75E5" boolean,
  "IS_ANY_EVENT_BY_ITEMS_7E7FBE96" boolean,
  "IS_ANY_EVENT_BY_ITEMS_B0BFF2CF" boolean,
  "IS_ANY_EVENT_BY_LINES_AB788E6E" boolean,
  "IS_ANY_EVENT_BY_NOTE_6198AE1B" boolean,
  "ADDRESS_OBJECT_04DCCEF3" varchar,
  "ITEMS_TEXT_DAC28086" varchar,
  "LINES_TEXT_E1D6C13E" varchar,
  "NOTE_TEXT_FC53B3FF" varchar,
  "TAGS_TEXT_A74B0B40" varchar
) data_retention_time_in_days = 0;

-- scan (:1 hi, :2 lo, :3 since, :4 stage_id)
insert into
  "SIGNALS_SCRATCH"."SBE_EVENTS_1D65B150" (
    "STAGE_ID",
    "STAGED_AT",
    "EVENT_ID",
    "LOAD_TSTAMP",
    "DERIVED_TSTAMP",
    "KEY_DOMAIN_USERID_B6213CAB",
    "KEY_LINES_8A9DC5A0",
    "IS_ANY_EVENT_BY_ADDRESS_329F75E5",
    "IS_ANY_EVENT_BY_ITEMS_7E7FBE96",
    "IS_ANY_EVENT_BY_ITEMS_B0BFF2CF",
    "IS_ANY_EVENT_BY_LINES_AB788E6E",
    "IS_ANY_EVENT_BY_NOTE_6198AE1B",
    "ADDRESS_OBJECT_04DCCEF3",
    "ITEMS_TEXT_DAC28086",
    "LINES_TEXT_E1D6C13E",
    "NOTE_TEXT_FC53B3FF",
    "TAGS_TEXT_A74B0B40"
  )
with
  "WINDOW_EVENTS" as (
    select
      "E"."EVENT_ID",
      "E"."LOAD_TSTAMP",
      "E"."DERIVED_TSTAMP",
      cast(null as timestamp_ntz) as "COLLECTOR_TSTAMP",
      cast("E"."CONTEXTS_COM_ACME_PRODUCT_1" as variant) [0] ['tags'] as "ACME_PRODUCT_TAGS",
      "E"."DOMAIN_USERID",
      cast("E"."UNSTRUCT_EVENT_COM_ACME_BASKET_1" as variant) ['address'] ['lines'] as "ACME_BASKET_LINES",
      cast("E"."UNSTRUCT_EVENT_COM_ACME_BASKET_1" as variant) ['address'] as "ACME_BASKET_ADDRESS",
      cast("E"."UNSTRUCT_EVENT_COM_ACME_BASKET_1" as variant) ['items'] as "ACME_BASKET_ITEMS",
      cast("E"."UNSTRUCT_EVENT_COM_ACME_BASKET_1" as variant) ['note'] as "ACME_BASKET_NOTE"
    from
      "ATOMIC"."EVENTS" as "E"
    where
      "E"."LOAD_TSTAMP" > cast(:3 as timestamp_ntz)
      and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz)
      and (
        "E"."EVENT_ID" is not null
        or "E"."LOAD_TSTAMP" > cast(:2 as timestamp_ntz)
      )
  ),
  "PARTS_OF_MATCHING_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP",
      "DERIVED_TSTAMP",
      "COLLECTOR_TSTAMP",
      "DOMAIN_USERID",
      "ACME_BASKET_LINES",
      "ACME_BASKET_ADDRESS",
      "ACME_BASKET_ITEMS",
      "ACME_BASKET_NOTE",
      "ACME_PRODUCT_TAGS",
      regexp_substr(
        cast("ACME_BASKET_NOTE" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "ACME_BASKET_NOTE_NUMBER"
    from
      "WINDOW_EVENTS"
  ),
  "PARTS_OF_MATCHING_EVENTS_2" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP",
      "DERIVED_TSTAMP",
      "COLLECTOR_TSTAMP",
      "DOMAIN_USERID",
      "ACME_BASKET_LINES",
      "ACME_BASKET_ADDRESS",
      "ACME_BASKET_ITEMS",
      "ACME_BASKET_NOTE",
      "ACME_BASKET_NOTE_NUMBER",
      "ACME_PRODUCT_TAGS",
      nullif(nullif(try_to_double("ACME_BASKET_NOTE_NUMBER"), 'inf'::float), '-inf'::float) as "ACME_BASKET_NOTE_DOUBLE"
    from
      "PARTS_OF_MATCHING_EVENTS"
  ),
  "MATCHING_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP",
      "DERIVED_TSTAMP",
      "COLLECTOR_TSTAMP",
      "DOMAIN_USERID" as "KEY_DOMAIN_USERID_B6213CAB",
      to_json(cast("ACME_BASKET_LINES" as variant)) as "KEY_LINES_8A9DC5A0",
      to_json(cast("ACME_BASKET_ADDRESS" as variant)) is not null as "IS_ANY_EVENT_BY_ADDRESS_329F75E5",
      to_json(cast("ACME_BASKET_ITEMS" as variant)) is null as "IS_ANY_EVENT_BY_ITEMS_7E7FBE96",
      coalesce(to_json(cast("ACME_BASKET_ITEMS" as variant)) in ('[]', 'null'), false) as "IS_ANY_EVENT_BY_ITEMS_B0BFF2CF",
      coalesce(to_json(cast("ACME_BASKET_LINES" as variant)) like '%', false) as "IS_ANY_EVENT_BY_LINES_AB788E6E",
      coalesce(
        iff(
          typeof("ACME_BASKET_NOTE") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
          case
            when regexp_like("ACME_BASKET_NOTE_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("ACME_BASKET_NOTE_NUMBER", 38, 0)::varchar
            else case
              when "ACME_BASKET_NOTE_DOUBLE" = 0 then '0'
              when abs("ACME_BASKET_NOTE_DOUBLE") >= 1e21
              or abs("ACME_BASKET_NOTE_DOUBLE") < 1e-6 then regexp_replace(cast("ACME_BASKET_NOTE_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
              when abs("ACME_BASKET_NOTE_DOUBLE") >= 1e15
              and "ACME_BASKET_NOTE_DOUBLE" = trunc("ACME_BASKET_NOTE_DOUBLE") then to_decimal(cast("ACME_BASKET_NOTE_DOUBLE" as varchar), 38, 0)::varchar
              when abs("ACME_BASKET_NOTE_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("ACME_BASKET_NOTE_DOUBLE" as varchar), 38, 28)::varchar, '0')
              else regexp_replace(cast("ACME_BASKET_NOTE_DOUBLE" as varchar), '\\.0$', '')
            end
          end,
          cast("ACME_BASKET_NOTE" as varchar)
        ) = 'null',
        false
      ) as "IS_ANY_EVENT_BY_NOTE_6198AE1B",
      iff(
        typeof(cast("ACME_BASKET_ADDRESS" as variant)) = 'OBJECT',
        to_json(cast("ACME_BASKET_ADDRESS" as variant)),
        null
      ) as "ADDRESS_OBJECT_04DCCEF3",
      to_json(cast("ACME_BASKET_ITEMS" as variant)) as "ITEMS_TEXT_DAC28086",
      to_json(cast("ACME_BASKET_LINES" as variant)) as "LINES_TEXT_E1D6C13E",
      iff(
        typeof("ACME_BASKET_NOTE") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("ACME_BASKET_NOTE_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("ACME_BASKET_NOTE_NUMBER", 38, 0)::varchar
          else case
            when "ACME_BASKET_NOTE_DOUBLE" = 0 then '0'
            when abs("ACME_BASKET_NOTE_DOUBLE") >= 1e21
            or abs("ACME_BASKET_NOTE_DOUBLE") < 1e-6 then regexp_replace(cast("ACME_BASKET_NOTE_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("ACME_BASKET_NOTE_DOUBLE") >= 1e15
            and "ACME_BASKET_NOTE_DOUBLE" = trunc("ACME_BASKET_NOTE_DOUBLE") then to_decimal(cast("ACME_BASKET_NOTE_DOUBLE" as varchar), 38, 0)::varchar
            when abs("ACME_BASKET_NOTE_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("ACME_BASKET_NOTE_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("ACME_BASKET_NOTE_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("ACME_BASKET_NOTE" as varchar)
      ) as "NOTE_TEXT_FC53B3FF",
      to_json(cast("ACME_PRODUCT_TAGS" as variant)) as "TAGS_TEXT_A74B0B40"
    from
      "PARTS_OF_MATCHING_EVENTS_2"
  )
select
  :4 as "STAGE_ID",
  convert_timezone('UTC', current_timestamp())::timestamp_ntz as "STAGED_AT",
  "EVENT_ID",
  "LOAD_TSTAMP",
  "DERIVED_TSTAMP",
  "KEY_DOMAIN_USERID_B6213CAB",
  "KEY_LINES_8A9DC5A0",
  "IS_ANY_EVENT_BY_ADDRESS_329F75E5",
  "IS_ANY_EVENT_BY_ITEMS_7E7FBE96",
  "IS_ANY_EVENT_BY_ITEMS_B0BFF2CF",
  "IS_ANY_EVENT_BY_LINES_AB788E6E",
  "IS_ANY_EVENT_BY_NOTE_6198AE1B",
  "ADDRESS_OBJECT_04DCCEF3",
  "ITEMS_TEXT_DAC28086",
  "LINES_TEXT_E1D6C13E",
  "NOTE_TEXT_FC53B3FF",
  "TAGS_TEXT_A74B0B40"
from
  "MATCHING_EVENTS"
qualify
  "EVENT_ID" is null
  or row_number() over (
    partition by
      "EVENT_ID"
    order by
      "LOAD_TSTAMP" nulls last,
      "DERIVED_TSTAMP" nulls last,
      "COLLECTOR_TSTAMP" nulls last
  ) = 1
  or "LOAD_TSTAMP" > dateadd(
    day,
    5,
    lag("LOAD_TSTAMP") over (
      partition by
        "EVENT_ID"
      order by
        "LOAD_TSTAMP" nulls last,
        "DERIVED_TSTAMP" nulls last,
        "COLLECTOR_TSTAMP" nulls last
    )
  );

-- narrow (:1 lo, :2 stage_id)
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_1D65B150"
where
  "STAGE_ID" = :2
  and "LOAD_TSTAMP" <= cast(:1 as timestamp_ntz);

-- count (:1 lo, :2 stage_id)
select
  count(*) as "ROW_COUNT",
  count_if("LOAD_TSTAMP" > cast(:1 as timestamp_ntz)) as "VISITOR_1_EVENTS",
  count_if(
    "LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
    and "DERIVED_TSTAMP" is null
  ) as "VISITOR_1_WITHOUT_DERIVED_TSTAMP",
  count_if(
    "LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
    and "KEY_DOMAIN_USERID_B6213CAB" is null
  ) as "VISITOR_1_WITHOUT_KEY",
  count_if("LOAD_TSTAMP" > cast(:1 as timestamp_ntz)) as "BASKET_1_EVENTS",
  count_if(
    "LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
    and "DERIVED_TSTAMP" is null
  ) as "BASKET_1_WITHOUT_DERIVED_TSTAMP",
  count_if(
    "LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
    and "KEY_LINES_8A9DC5A0" is null
  ) as "BASKET_1_WITHOUT_KEY"
from
  "SIGNALS_SCRATCH"."SBE_EVENTS_1D65B150"
where
  "STAGE_ID" = :2;

-- clear (:1 stage_id)
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_1D65B150"
where
  "STAGE_ID" = :1;

-- sweep
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_1D65B150"
where
  "STAGED_AT" < dateadd(day, -2, convert_timezone('UTC', current_timestamp())::timestamp_ntz);
