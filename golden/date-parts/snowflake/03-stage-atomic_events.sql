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

-- newest_load (:1 hi, :2 lo)
select
  max("E"."LOAD_TSTAMP") as "NEWEST_LOAD",
  max(iff("E"."LOAD_TSTAMP" is null, "E"."COLLECTOR_TSTAMP", null)) as "NEWEST_WITHOUT_LOAD"
from
  "ATOMIC"."EVENTS" as "E"
where
  (
    "E"."LOAD_TSTAMP" > cast(:2 as timestamp_ntz)
    and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz)
  )
  or (
    "E"."LOAD_TSTAMP" is null
    and "E"."COLLECTOR_TSTAMP" > cast(:2 as timestamp_ntz)
    and "E"."COLLECTOR_TSTAMP" <= cast(:1 as timestamp_ntz)
  );

-- first_load (:1 hi)
select
  min("E"."LOAD_TSTAMP") as "FIRST_LOAD",
  min(iff("E"."LOAD_TSTAMP" is null, "E"."COLLECTOR_TSTAMP", null)) as "FIRST_WITHOUT_LOAD"
from
  "ATOMIC"."EVENTS" as "E"
where
  (
    "E"."LOAD_TSTAMP" >= cast('1970-01-01T00:00:00Z' as timestamp_ntz)
    and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz)
  )
  or (
    "E"."LOAD_TSTAMP" is null
    and "E"."COLLECTOR_TSTAMP" >= cast('1970-01-01T00:00:00Z' as timestamp_ntz)
    and "E"."COLLECTOR_TSTAMP" <= cast(:1 as timestamp_ntz)
  );

-- next_load (:1 hi, :2 lo)
select
  min("E"."LOAD_TSTAMP") as "FIRST_LOAD",
  min(iff("E"."LOAD_TSTAMP" is null, "E"."COLLECTOR_TSTAMP", null)) as "FIRST_WITHOUT_LOAD"
from
  "ATOMIC"."EVENTS" as "E"
where
  (
    "E"."LOAD_TSTAMP" > cast(:2 as timestamp_ntz)
    and "E"."LOAD_TSTAMP" <= cast(:1 as timestamp_ntz)
  )
  or (
    "E"."LOAD_TSTAMP" is null
    and "E"."COLLECTOR_TSTAMP" > cast(:2 as timestamp_ntz)
    and "E"."COLLECTOR_TSTAMP" <= cast(:1 as timestamp_ntz)
  );

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
  and "E"."COLLECTOR_TSTAMP" is null;

-- create
create transient table if not exists "SIGNALS_SCRATCH"."SBE_EVENTS_981FC074" (
  "STAGE_ID" varchar,
  "STAGED_AT" timestamp_ntz,
  "EVENT_ID" varchar,
  "LOAD_TSTAMP" timestamp_ntz,
  "DERIVED_TSTAMP" timestamp_ntz,
  "KEY_DOMAIN_USERID_B6213CAB" varchar,
  "IS_ANY_EVENT_BY_ACTIVE_MONTH_38A95A1F" boolean,
  "IS_ANY_EVENT_BY_HOUR_OF_DAY_C1989CCA" boolean,
  "ACTIVE_DAY_TEXT_195239CF" varchar,
  "ACTIVE_DAY_TEXT_B7012FB7" varchar,
  "ACTIVE_MONTH_TEXT_CBACFFA4" varchar,
  "ACTIVE_WEEK_TEXT_970EAC70" varchar,
  "DAY_OF_WEEK_INTEGER_713012CF" varchar,
  "DAY_OF_WEEK_TEXT_8D713DCC" varchar,
  "HOUR_OF_DAY_INTEGER_8F3AB43B" varchar,
  "MONTH_OF_YEAR_INTEGER_16EDFBBB" varchar
) data_retention_time_in_days = 0;

-- scan (:1 hi, :2 lo, :3 since, :4 stage_id)
insert into
  "SIGNALS_SCRATCH"."SBE_EVENTS_981FC074" (
    "STAGE_ID",
    "STAGED_AT",
    "EVENT_ID",
    "LOAD_TSTAMP",
    "DERIVED_TSTAMP",
    "KEY_DOMAIN_USERID_B6213CAB",
    "IS_ANY_EVENT_BY_ACTIVE_MONTH_38A95A1F",
    "IS_ANY_EVENT_BY_HOUR_OF_DAY_C1989CCA",
    "ACTIVE_DAY_TEXT_195239CF",
    "ACTIVE_DAY_TEXT_B7012FB7",
    "ACTIVE_MONTH_TEXT_CBACFFA4",
    "ACTIVE_WEEK_TEXT_970EAC70",
    "DAY_OF_WEEK_INTEGER_713012CF",
    "DAY_OF_WEEK_TEXT_8D713DCC",
    "HOUR_OF_DAY_INTEGER_8F3AB43B",
    "MONTH_OF_YEAR_INTEGER_16EDFBBB"
  )
with
  "WINDOW_EVENTS" as (
    select
      "E"."EVENT_ID",
      coalesce("E"."LOAD_TSTAMP", "E"."COLLECTOR_TSTAMP") as "LOAD_TSTAMP",
      "E"."DERIVED_TSTAMP",
      "E"."COLLECTOR_TSTAMP",
      "E"."DOMAIN_USERID",
      "E"."UNSTRUCT_EVENT_COM_ACME_ORDER_1" ['orderedAt'] as "ACME_ORDER_ORDEREDAT"
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
      convert_timezone(
        'UTC',
        try_to_timestamp_tz(
          regexp_replace(
            regexp_replace(
              regexp_replace(
                regexp_replace(
                  regexp_replace(
                    regexp_replace(
                      regexp_replace(
                        regexp_substr(
                          cast("ACME_ORDER_ORDEREDAT" as varchar),
                          '^\\d{4}-\\d\\d-\\d\\d([T ]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d+)?)?(Z|[+-]([01]\\d|2[0-3])(:?[0-5]\\d)?)?)?$'
                        ),
                        ' ',
                        'T'
                      ),
                      '^(.{10}T\\d\\d:\\d\\d)(([Z+-].*)?)$',
                      '\\1:00\\2'
                    ),
                    '(\\.\\d{6})\\d+',
                    '\\1'
                  ),
                  '(:.*[+-]\\d\\d)$',
                  '\\1:00'
                ),
                '([+-]\\d\\d)(\\d\\d)$',
                '\\1:\\2'
              ),
              '^(.{10})$',
              '\\1T00:00:00'
            ),
            '^(.{10}T[0-9:.]+)$',
            '\\1Z'
          )
        )
      )::timestamp_ntz as "ACME_ORDER_ORDEREDAT_UTC",
      nullif(
        nullif(
          try_to_double(
            regexp_substr(
              cast("ACME_ORDER_ORDEREDAT" as varchar),
              '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
              1,
              1,
              'e',
              1
            )
          ),
          'inf'::float
        ),
        '-inf'::float
      ) as "ACME_ORDER_ORDEREDAT_DOUBLE"
    from
      "WINDOW_EVENTS"
  ),
  "MATCHING_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP",
      "DERIVED_TSTAMP",
      "COLLECTOR_TSTAMP",
      "DOMAIN_USERID" as "KEY_DOMAIN_USERID_B6213CAB",
      coalesce(to_char(date_trunc('month', "DERIVED_TSTAMP"), 'YYYY-MM-DD') = '2024-03-01', false) as "IS_ANY_EVENT_BY_ACTIVE_MONTH_38A95A1F",
      coalesce(cast(hour("DERIVED_TSTAMP") as float) < 6::float, false) as "IS_ANY_EVENT_BY_HOUR_OF_DAY_C1989CCA",
      to_char(
        coalesce(
          iff(year("ACME_ORDER_ORDEREDAT_UTC") between 1 and 9999, "ACME_ORDER_ORDEREDAT_UTC", null),
          to_timestamp_ntz(
            iff(
              "ACME_ORDER_ORDEREDAT_DOUBLE" >= -62135596800
              and "ACME_ORDER_ORDEREDAT_DOUBLE" < 253402300800,
              round(("ACME_ORDER_ORDEREDAT_DOUBLE") * 1000000),
              null
            )::number(38, 0),
            6
          )
        ),
        'YYYY-MM-DD'
      ) as "ACTIVE_DAY_TEXT_195239CF",
      to_char("DERIVED_TSTAMP", 'YYYY-MM-DD') as "ACTIVE_DAY_TEXT_B7012FB7",
      to_char(date_trunc('month', "DERIVED_TSTAMP"), 'YYYY-MM-DD') as "ACTIVE_MONTH_TEXT_CBACFFA4",
      to_char(dateadd(day, 1 - dayofweekiso("DERIVED_TSTAMP"), "DERIVED_TSTAMP"), 'YYYY-MM-DD') as "ACTIVE_WEEK_TEXT_970EAC70",
      cast(dayofweekiso("DERIVED_TSTAMP") as varchar) as "DAY_OF_WEEK_INTEGER_713012CF",
      cast(dayofweekiso("DERIVED_TSTAMP") as varchar) as "DAY_OF_WEEK_TEXT_8D713DCC",
      cast(hour("DERIVED_TSTAMP") as varchar) as "HOUR_OF_DAY_INTEGER_8F3AB43B",
      cast(month("DERIVED_TSTAMP") as varchar) as "MONTH_OF_YEAR_INTEGER_16EDFBBB"
    from
      "PARTS_OF_MATCHING_EVENTS"
  )
select
  :4 as "STAGE_ID",
  convert_timezone('UTC', current_timestamp())::timestamp_ntz as "STAGED_AT",
  "EVENT_ID",
  "LOAD_TSTAMP",
  "DERIVED_TSTAMP",
  "KEY_DOMAIN_USERID_B6213CAB",
  "IS_ANY_EVENT_BY_ACTIVE_MONTH_38A95A1F",
  "IS_ANY_EVENT_BY_HOUR_OF_DAY_C1989CCA",
  "ACTIVE_DAY_TEXT_195239CF",
  "ACTIVE_DAY_TEXT_B7012FB7",
  "ACTIVE_MONTH_TEXT_CBACFFA4",
  "ACTIVE_WEEK_TEXT_970EAC70",
  "DAY_OF_WEEK_INTEGER_713012CF",
  "DAY_OF_WEEK_TEXT_8D713DCC",
  "HOUR_OF_DAY_INTEGER_8F3AB43B",
  "MONTH_OF_YEAR_INTEGER_16EDFBBB"
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
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_981FC074"
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
  ) as "VISITOR_1_WITHOUT_KEY"
from
  "SIGNALS_SCRATCH"."SBE_EVENTS_981FC074"
where
  "STAGE_ID" = :2;

-- clear (:1 stage_id)
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_981FC074"
where
  "STAGE_ID" = :1;

-- sweep
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_981FC074"
where
  "STAGED_AT" < dateadd(day, -2, convert_timezone('UTC', current_timestamp())::timestamp_ntz);
