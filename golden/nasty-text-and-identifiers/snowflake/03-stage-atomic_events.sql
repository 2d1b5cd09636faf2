-- stage atomic_events
-- Reads the events of one window from the source, once for select_1: of the copies of an event the
-- first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_9e1e69b1
-- parameters:
--   hi        the window ends with this load time
--   lo        the window begins after this load time
--   since     events loaded after this time are read: the window less the overlap
--   stage_id  a new random id for every scan

-- newest_load (:1 hi, :2 lo)
select
  max("E"."LOAD_TSTAMP") as "NEWEST_LOAD",
  max(iff("E"."LOAD_TSTAMP" is null, "E"."COLLECTOR_TSTAMP", null)) as "NEWEST_WITHOUT_LOAD"
from
  "ATOMIC"."EVENTS" as "E"
where
  (
    (
      "E"."LOAD_TSTAMP" > cast(:2 as timestamp_ntz)
      and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz)
    )
    or (
      "E"."LOAD_TSTAMP" is null
      and "E"."COLLECTOR_TSTAMP" > cast(:2 as timestamp_ntz)
      and "E"."COLLECTOR_TSTAMP" <= cast(:1 as timestamp_ntz)
    )
  )
  and "E"."APP_ID" in ('it''s', '{{ app }}', '\\');

-- first_load (:1 hi)
select
  min("E"."LOAD_TSTAMP") as "FIRST_LOAD",
  min(iff("E"."LOAD_TSTAMP" is null, "E"."COLLECTOR_TSTAMP", null)) as "FIRST_WITHOUT_LOAD"
from
  "ATOMIC"."EVENTS" as "E"
where
  (
    (
      "E"."LOAD_TSTAMP" >= cast('1970-01-01T00:00:00Z' as timestamp_ntz)
      and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz)
    )
    or (
      "E"."LOAD_TSTAMP" is null
      and "E"."COLLECTOR_TSTAMP" >= cast('1970-01-01T00:00:00Z' as timestamp_ntz)
      and "E"."COLLECTOR_TSTAMP" <= cast(:1 as timestamp_ntz)
    )
  )
  and "E"."APP_ID" in ('it''s', '{{ app }}', '\\');

-- next_load (:1 hi, :2 lo)
select
  min("E"."LOAD_TSTAMP") as "FIRST_LOAD",
  min(iff("E"."LOAD_TSTAMP" is null, "E"."COLLECTOR_TSTAMP", null)) as "FIRST_WITHOUT_LOAD"
from
  "ATOMIC"."EVENTS" as "E"
where
  (
    (
      "E"."LOAD_TSTAMP" > cast(:2 as timestamp_ntz)
      and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz)
    )
    or (
      "E"."LOAD_TSTAMP" is null
      and "E"."COLLECTOR_TSTAMP" > cast(:2 as timestamp_ntz)
      and "E"."COLLECTOR_TSTAMP" <= cast(:1 as timestamp_ntz)
    )
  )
  and "E"."APP_ID" in ('it''s', '{{ app }}', '\\');

-- loads_by_day (:1 hi, :2 lo)
with
  "LOAD_DAYS" as (
    select
      date_trunc('day', coalesce("E"."LOAD_TSTAMP", "E"."COLLECTOR_TSTAMP")) as "LOAD_DAY"
    from
      "ATOMIC"."EVENTS" as "E"
    where
      (
        (
          "E"."LOAD_TSTAMP" > cast(:2 as timestamp_ntz)
          and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz)
        )
        or "E"."LOAD_TSTAMP" is null
      )
      and (
        "E"."LOAD_TSTAMP" is not null
        or (
          "E"."COLLECTOR_TSTAMP" > cast(:2 as timestamp_ntz)
          and "E"."COLLECTOR_TSTAMP" <= cast(:1 as timestamp_ntz)
        )
      )
      and "E"."APP_ID" in ('it''s', '{{ app }}', '\\')
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
  "E"."LOAD_TSTAMP" is null
  and "E"."COLLECTOR_TSTAMP" is null
  and "E"."APP_ID" in ('it''s', '{{ app }}', '\\');

-- create
create transient table if not exists "SIGNALS_SCRATCH"."SBE_EVENTS_9E1E69B1" (
  "STAGE_ID" varchar,
  "STAGED_AT" timestamp_ntz,
  "EVENT_ID" varchar,
  "LOAD_TSTAMP" timestamp_ntz,
  "DERIVED_TSTAMP" timestamp_ntz,
  "KEY_DOMAIN_USERID_B6213CAB" varchar,
  "IS_ANY_EVENT_BY_SE_LABEL_07465F17" boolean,
  "IS_ANY_EVENT_BY_SE_LABEL_89E4E856" boolean,
  "IS_ANY_EVENT_BY_SE_LABEL_8A9BE208" boolean,
  "IS_ANY_EVENT_BY_SE_LABEL_D8291D8B" boolean,
  "EVENT_ID_TEXT_D8F27A16" varchar,
  "EVENT_ID_TEXT_D99187EE" varchar,
  "ORDER_TEXT_3B27EF78" varchar,
  "SE_LABEL_TEXT_50C48683" varchar
) data_retention_time_in_days = 0;

-- scan (:1 hi, :2 lo, :3 since, :4 stage_id)
insert into
  "SIGNALS_SCRATCH"."SBE_EVENTS_9E1E69B1" (
    "STAGE_ID",
    "STAGED_AT",
    "EVENT_ID",
    "LOAD_TSTAMP",
    "DERIVED_TSTAMP",
    "KEY_DOMAIN_USERID_B6213CAB",
    "IS_ANY_EVENT_BY_SE_LABEL_07465F17",
    "IS_ANY_EVENT_BY_SE_LABEL_89E4E856",
    "IS_ANY_EVENT_BY_SE_LABEL_8A9BE208",
    "IS_ANY_EVENT_BY_SE_LABEL_D8291D8B",
    "EVENT_ID_TEXT_D8F27A16",
    "EVENT_ID_TEXT_D99187EE",
    "ORDER_TEXT_3B27EF78",
    "SE_LABEL_TEXT_50C48683"
  )
with
  "WINDOW_EVENTS" as (
    select
      "E"."EVENT_ID",
      coalesce("E"."LOAD_TSTAMP", "E"."COLLECTOR_TSTAMP") as "LOAD_TSTAMP",
      "E"."DERIVED_TSTAMP",
      "E"."COLLECTOR_TSTAMP",
      "E"."DOMAIN_USERID",
      "E"."SE_LABEL",
      "E"."UNSTRUCT_EVENT_COM_ACME_NOTE_1" ['event_id'] as "ACME_NOTE_EVENT_ID",
      "E"."UNSTRUCT_EVENT_COM_ACME_NOTE_1" ['order'] as "ACME_NOTE_ORDER"
    from
      "ATOMIC"."EVENTS" as "E"
    where
      (
        (
          "E"."LOAD_TSTAMP" > cast(:3 as timestamp_ntz)
          and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz)
        )
        or "E"."LOAD_TSTAMP" is null
      )
      and (
        "E"."LOAD_TSTAMP" is not null
        or (
          "E"."COLLECTOR_TSTAMP" > cast(:3 as timestamp_ntz)
          and "E"."COLLECTOR_TSTAMP" <= cast(:1 as timestamp_ntz)
        )
      )
      and "E"."APP_ID" in ('it''s', '{{ app }}', '\\')
      and (
        "E"."EVENT_ID" is not null
        or coalesce("E"."LOAD_TSTAMP", "E"."COLLECTOR_TSTAMP") > cast(:2 as timestamp_ntz)
      )
  ),
  "PARTS_OF_MATCHING_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP",
      "DERIVED_TSTAMP",
      "COLLECTOR_TSTAMP",
      "DOMAIN_USERID",
      "SE_LABEL",
      "ACME_NOTE_EVENT_ID",
      "ACME_NOTE_ORDER",
      regexp_substr(
        cast("ACME_NOTE_EVENT_ID" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "ACME_NOTE_EVENT_ID_NUMBER",
      regexp_substr(
        cast("ACME_NOTE_ORDER" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "ACME_NOTE_ORDER_NUMBER"
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
      "SE_LABEL",
      "ACME_NOTE_EVENT_ID",
      "ACME_NOTE_EVENT_ID_NUMBER",
      "ACME_NOTE_ORDER",
      "ACME_NOTE_ORDER_NUMBER",
      nullif(nullif(try_to_double("ACME_NOTE_EVENT_ID_NUMBER"), 'inf'::float), '-inf'::float) as "ACME_NOTE_EVENT_ID_DOUBLE",
      nullif(nullif(try_to_double("ACME_NOTE_ORDER_NUMBER"), 'inf'::float), '-inf'::float) as "ACME_NOTE_ORDER_DOUBLE"
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
      coalesce("SE_LABEL" like '%\\%', false) as "IS_ANY_EVENT_BY_SE_LABEL_07465F17",
      coalesce(
        "SE_LABEL" in (
          '',
          '$1 :a ? @b $$',
          '-- no comment',
          '/* nor; this */',
          '100%',
          'O''Reilly',
          '\\''; drop table x; --',
          '`tick`',
          'back\\slash',
          'double"quote',
          'new
line',
          'under_score',
          '{% raw %}',
          '{{ x }}',
          'é',
          '😀'
        ),
        false
      ) as "IS_ANY_EVENT_BY_SE_LABEL_89E4E856",
      coalesce("SE_LABEL" like '_', false) as "IS_ANY_EVENT_BY_SE_LABEL_8A9BE208",
      coalesce("SE_LABEL" = 'O''Reilly', false) as "IS_ANY_EVENT_BY_SE_LABEL_D8291D8B",
      "EVENT_ID" as "EVENT_ID_TEXT_D8F27A16",
      iff(
        typeof("ACME_NOTE_EVENT_ID") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("ACME_NOTE_EVENT_ID_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("ACME_NOTE_EVENT_ID_NUMBER", 38, 0)::varchar
          else case
            when "ACME_NOTE_EVENT_ID_DOUBLE" = 0 then '0'
            when abs("ACME_NOTE_EVENT_ID_DOUBLE") >= 1e21
            or abs("ACME_NOTE_EVENT_ID_DOUBLE") < 1e-6 then regexp_replace(cast("ACME_NOTE_EVENT_ID_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("ACME_NOTE_EVENT_ID_DOUBLE") >= 1e15
            and "ACME_NOTE_EVENT_ID_DOUBLE" = trunc("ACME_NOTE_EVENT_ID_DOUBLE") then to_decimal(cast("ACME_NOTE_EVENT_ID_DOUBLE" as varchar), 38, 0)::varchar
            when abs("ACME_NOTE_EVENT_ID_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("ACME_NOTE_EVENT_ID_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("ACME_NOTE_EVENT_ID_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("ACME_NOTE_EVENT_ID" as varchar)
      ) as "EVENT_ID_TEXT_D99187EE",
      iff(
        typeof("ACME_NOTE_ORDER") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("ACME_NOTE_ORDER_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("ACME_NOTE_ORDER_NUMBER", 38, 0)::varchar
          else case
            when "ACME_NOTE_ORDER_DOUBLE" = 0 then '0'
            when abs("ACME_NOTE_ORDER_DOUBLE") >= 1e21
            or abs("ACME_NOTE_ORDER_DOUBLE") < 1e-6 then regexp_replace(cast("ACME_NOTE_ORDER_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("ACME_NOTE_ORDER_DOUBLE") >= 1e15
            and "ACME_NOTE_ORDER_DOUBLE" = trunc("ACME_NOTE_ORDER_DOUBLE") then to_decimal(cast("ACME_NOTE_ORDER_DOUBLE" as varchar), 38, 0)::varchar
            when abs("ACME_NOTE_ORDER_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("ACME_NOTE_ORDER_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("ACME_NOTE_ORDER_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("ACME_NOTE_ORDER" as varchar)
      ) as "ORDER_TEXT_3B27EF78",
      "SE_LABEL" as "SE_LABEL_TEXT_50C48683"
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
  "IS_ANY_EVENT_BY_SE_LABEL_07465F17",
  "IS_ANY_EVENT_BY_SE_LABEL_89E4E856",
  "IS_ANY_EVENT_BY_SE_LABEL_8A9BE208",
  "IS_ANY_EVENT_BY_SE_LABEL_D8291D8B",
  "EVENT_ID_TEXT_D8F27A16",
  "EVENT_ID_TEXT_D99187EE",
  "ORDER_TEXT_3B27EF78",
  "SE_LABEL_TEXT_50C48683"
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
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_9E1E69B1"
where
  "STAGE_ID" = :2
  and "LOAD_TSTAMP" <= cast(:1 as timestamp_ntz);

-- count (:1 lo, :2 stage_id)
select
  count(*) as "ROW_COUNT",
  count_if("LOAD_TSTAMP" > cast(:1 as timestamp_ntz)) as "SELECT_1_EVENTS",
  count_if(
    "LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
    and "DERIVED_TSTAMP" is null
  ) as "SELECT_1_WITHOUT_DERIVED_TSTAMP",
  count_if(
    "LOAD_TSTAMP" > cast(:1 as timestamp_ntz)
    and "KEY_DOMAIN_USERID_B6213CAB" is null
  ) as "SELECT_1_WITHOUT_KEY"
from
  "SIGNALS_SCRATCH"."SBE_EVENTS_9E1E69B1"
where
  "STAGE_ID" = :2;

-- clear (:1 stage_id)
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_9E1E69B1"
where
  "STAGE_ID" = :1;

-- sweep
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_9E1E69B1"
where
  "STAGED_AT" < dateadd(day, -2, convert_timezone('UTC', current_timestamp())::timestamp_ntz);
