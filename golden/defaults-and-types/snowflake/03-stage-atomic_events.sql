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
create transient table if not exists "SIGNALS_SCRATCH"."SBE_EVENTS_32D6043B" (
  "STAGE_ID" varchar,
  "STAGED_AT" timestamp_ntz,
  "EVENT_ID" varchar,
  "LOAD_TSTAMP" timestamp_ntz,
  "DERIVED_TSTAMP" timestamp_ntz,
  "KEY_DOMAIN_USERID_B6213CAB" varchar,
  "IS_PURCHASE_2F589707" boolean,
  "SE_LABEL_BOOLEAN_BB36F9D3" varchar,
  "SE_LABEL_DECIMAL_C0E78D06" number(38, 9),
  "SE_LABEL_DOUBLE_3C5DD576" varchar,
  "SE_LABEL_INT32_43D395CE" varchar,
  "SE_LABEL_INT64_1B245F77" varchar,
  "SE_LABEL_INTEGER_09A06668" varchar,
  "SE_LABEL_OBJECT_9AF77E05" varchar,
  "SE_LABEL_TEXT_50C48683" varchar,
  "SE_LABEL_TIMESTAMP_70E99A5F" varchar
) data_retention_time_in_days = 0;

-- scan (:1 hi, :2 lo, :3 since, :4 stage_id)
insert into
  "SIGNALS_SCRATCH"."SBE_EVENTS_32D6043B" (
    "STAGE_ID",
    "STAGED_AT",
    "EVENT_ID",
    "LOAD_TSTAMP",
    "DERIVED_TSTAMP",
    "KEY_DOMAIN_USERID_B6213CAB",
    "IS_PURCHASE_2F589707",
    "SE_LABEL_BOOLEAN_BB36F9D3",
    "SE_LABEL_DECIMAL_C0E78D06",
    "SE_LABEL_DOUBLE_3C5DD576",
    "SE_LABEL_INT32_43D395CE",
    "SE_LABEL_INT64_1B245F77",
    "SE_LABEL_INTEGER_09A06668",
    "SE_LABEL_OBJECT_9AF77E05",
    "SE_LABEL_TEXT_50C48683",
    "SE_LABEL_TIMESTAMP_70E99A5F"
  )
with
  "WINDOW_EVENTS" as (
    select
      "E"."EVENT_ID",
      coalesce("E"."LOAD_TSTAMP", "E"."COLLECTOR_TSTAMP") as "LOAD_TSTAMP",
      "E"."DERIVED_TSTAMP",
      "E"."COLLECTOR_TSTAMP",
      "E"."DOMAIN_USERID",
      "E"."EVENT_NAME",
      "E"."SE_LABEL"
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
      "EVENT_NAME",
      "SE_LABEL",
      regexp_substr("SE_LABEL", '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$', 1, 1, 'e', 1) as "SE_LABEL_NUMBER",
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
                          "SE_LABEL",
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
      )::timestamp_ntz as "SE_LABEL_UTC"
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
      "EVENT_NAME",
      "SE_LABEL",
      "SE_LABEL_NUMBER",
      "SE_LABEL_UTC",
      nullif(nullif(try_to_double("SE_LABEL_NUMBER"), 'inf'::float), '-inf'::float) as "SE_LABEL_DOUBLE"
    from
      "PARTS_OF_MATCHING_EVENTS"
  ),
  "PARTS_OF_MATCHING_EVENTS_3" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP",
      "DERIVED_TSTAMP",
      "COLLECTOR_TSTAMP",
      "DOMAIN_USERID",
      "EVENT_NAME",
      "SE_LABEL",
      "SE_LABEL_NUMBER",
      "SE_LABEL_DOUBLE",
      "SE_LABEL_UTC",
      nullif(nullif(nullif("SE_LABEL_DOUBLE", 'nan'::float), 'inf'::float), '-inf'::float) as "SE_LABEL_FINITE"
    from
      "PARTS_OF_MATCHING_EVENTS_2"
  ),
  "MATCHING_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP",
      "DERIVED_TSTAMP",
      "COLLECTOR_TSTAMP",
      "DOMAIN_USERID" as "KEY_DOMAIN_USERID_B6213CAB",
      coalesce("EVENT_NAME" = 'purchase', false) as "IS_PURCHASE_2F589707",
      cast(
        case lower("SE_LABEL")
          when 'true' then true
          when 'false' then false
        end as varchar
      ) as "SE_LABEL_BOOLEAN_BB36F9D3",
      case
        when abs(try_to_double("SE_LABEL_NUMBER")) < 5e-10 then 0
        when abs(try_to_double("SE_LABEL_NUMBER")) <= 1e20 then try_to_decimal("SE_LABEL_NUMBER", 29, 9)::number(38, 9)
      end as "SE_LABEL_DECIMAL_C0E78D06",
      case
        when "SE_LABEL_FINITE" = 0 then '0'
        when abs("SE_LABEL_FINITE") >= 1e21
        or abs("SE_LABEL_FINITE") < 1e-6 then regexp_replace(cast("SE_LABEL_FINITE" as varchar), 'e([+-])0+', 'e\\1')
        when abs("SE_LABEL_FINITE") >= 1e15
        and "SE_LABEL_FINITE" = trunc("SE_LABEL_FINITE") then to_decimal(cast("SE_LABEL_FINITE" as varchar), 38, 0)::varchar
        when abs("SE_LABEL_FINITE") < 1e-3 then rtrim(to_decimal(cast("SE_LABEL_FINITE" as varchar), 38, 28)::varchar, '0')
        else regexp_replace(cast("SE_LABEL_FINITE" as varchar), '\\.0$', '')
      end as "SE_LABEL_DOUBLE_3C5DD576",
      cast(
        iff(
          coalesce(try_to_decimal("SE_LABEL_NUMBER", 38, 0), (sign("SE_LABEL_DOUBLE") * 1e37)::number(38, 0)) between -2147483648 and 2147483647,
          coalesce(try_to_decimal("SE_LABEL_NUMBER", 38, 0), (sign("SE_LABEL_DOUBLE") * 1e37)::number(38, 0)),
          null
        ) as varchar
      ) as "SE_LABEL_INT32_43D395CE",
      cast(
        iff(
          coalesce(try_to_decimal("SE_LABEL_NUMBER", 38, 0), (sign("SE_LABEL_DOUBLE") * 1e37)::number(38, 0)) between -9223372036854775808 and 9223372036854775807,
          coalesce(try_to_decimal("SE_LABEL_NUMBER", 38, 0), (sign("SE_LABEL_DOUBLE") * 1e37)::number(38, 0)),
          null
        ) as varchar
      ) as "SE_LABEL_INT64_1B245F77",
      cast(
        coalesce(try_to_decimal("SE_LABEL_NUMBER", 38, 0), (sign("SE_LABEL_DOUBLE") * 1e37)::number(38, 0)) as varchar
      ) as "SE_LABEL_INTEGER_09A06668",
      iff(
        typeof(try_parse_json("SE_LABEL", 'd')) = 'OBJECT'
        and regexp_like(
          regexp_replace("SE_LABEL", '"([^"\\\\[:cntrl:]]|\\\\(["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*"', '""'),
          '[[:space:]]*([{[][[:space:]]*)*((""|true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?)[[:space:]]*|[{[][[:space:]]*[]}][[:space:]]*)([]}][[:space:]]*)*([,:][[:space:]]*([{[][[:space:]]*)*((""|true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?)[[:space:]]*|[{[][[:space:]]*[]}][[:space:]]*)([]}][[:space:]]*)*)*'
        ),
        "SE_LABEL",
        null
      ) as "SE_LABEL_OBJECT_9AF77E05",
      "SE_LABEL" as "SE_LABEL_TEXT_50C48683",
      regexp_replace(
        to_char(
          iff(
            year(
              coalesce(
                iff(year("SE_LABEL_UTC") between 1 and 9999, "SE_LABEL_UTC", null),
                to_timestamp_ntz(
                  iff(
                    "SE_LABEL_DOUBLE" >= -62135596800
                    and "SE_LABEL_DOUBLE" < 253402300800,
                    round(("SE_LABEL_DOUBLE") * 1000000),
                    null
                  )::number(38, 0),
                  6
                )
              )
            ) between 1 and 9999,
            coalesce(
              iff(year("SE_LABEL_UTC") between 1 and 9999, "SE_LABEL_UTC", null),
              to_timestamp_ntz(
                iff(
                  "SE_LABEL_DOUBLE" >= -62135596800
                  and "SE_LABEL_DOUBLE" < 253402300800,
                  round(("SE_LABEL_DOUBLE") * 1000000),
                  null
                )::number(38, 0),
                6
              )
            ),
            null
          ),
          'YYYY-MM-DD"T"HH24:MI:SS.FF6'
        ),
        '\\.?0+$',
        ''
      ) || 'Z' as "SE_LABEL_TIMESTAMP_70E99A5F"
    from
      "PARTS_OF_MATCHING_EVENTS_3"
  )
select
  :4 as "STAGE_ID",
  convert_timezone('UTC', current_timestamp())::timestamp_ntz as "STAGED_AT",
  "EVENT_ID",
  "LOAD_TSTAMP",
  "DERIVED_TSTAMP",
  "KEY_DOMAIN_USERID_B6213CAB",
  "IS_PURCHASE_2F589707",
  "SE_LABEL_BOOLEAN_BB36F9D3",
  "SE_LABEL_DECIMAL_C0E78D06",
  "SE_LABEL_DOUBLE_3C5DD576",
  "SE_LABEL_INT32_43D395CE",
  "SE_LABEL_INT64_1B245F77",
  "SE_LABEL_INTEGER_09A06668",
  "SE_LABEL_OBJECT_9AF77E05",
  "SE_LABEL_TEXT_50C48683",
  "SE_LABEL_TIMESTAMP_70E99A5F"
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
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_32D6043B"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_32D6043B"
where
  "STAGE_ID" = :2;

-- clear (:1 stage_id)
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_32D6043B"
where
  "STAGE_ID" = :1;

-- sweep
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_32D6043B"
where
  "STAGED_AT" < dateadd(day, -2, convert_timezone('UTC', current_timestamp())::timestamp_ntz);
