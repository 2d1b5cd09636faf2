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
create transient table if not exists "SIGNALS_SCRATCH"."SBE_EVENTS_3AFFAD44" (
  "STAGE_ID" varchar,
  "STAGED_AT" timestamp_ntz,
  "EVENT_ID" varchar,
  "LOAD_TSTAMP" timestamp_ntz,
  "DERIVED_TSTAMP" timestamp_ntz,
  "KEY_DOMAIN_USERID_B6213CAB" varchar,
  "IS_ANY_EVENT_BY_ISGIFT_BY_TOTAL_E5222816" boolean,
  "COUPONCODE_TEXT_56490AA6" varchar,
  "DELIVERY_OBJECT_356A1977" varchar,
  "DELIVERY_TEXT_526B71E3" varchar,
  "ID_TEXT_D72CFFDA" varchar,
  "ISGIFT_BOOLEAN_48754FCA" varchar,
  "TOTAL_DECIMAL_2BEF8902" number(38, 9),
  "TOTAL_TEXT_91D32B71" varchar
) data_retention_time_in_days = 0;

-- scan (:1 hi, :2 lo, :3 since, :4 stage_id)
insert into
  "SIGNALS_SCRATCH"."SBE_EVENTS_3AFFAD44" (
    "STAGE_ID",
    "STAGED_AT",
    "EVENT_ID",
    "LOAD_TSTAMP",
    "DERIVED_TSTAMP",
    "KEY_DOMAIN_USERID_B6213CAB",
    "IS_ANY_EVENT_BY_ISGIFT_BY_TOTAL_E5222816",
    "COUPONCODE_TEXT_56490AA6",
    "DELIVERY_OBJECT_356A1977",
    "DELIVERY_TEXT_526B71E3",
    "ID_TEXT_D72CFFDA",
    "ISGIFT_BOOLEAN_48754FCA",
    "TOTAL_DECIMAL_2BEF8902",
    "TOTAL_TEXT_91D32B71"
  )
with
  "WINDOW_EVENTS" as (
    select
      "E"."EVENT_ID",
      coalesce("E"."LOAD_TSTAMP", "E"."COLLECTOR_TSTAMP") as "LOAD_TSTAMP",
      "E"."DERIVED_TSTAMP",
      "E"."COLLECTOR_TSTAMP",
      "E"."CONTEXTS_COM_ACME_PRODUCT_1" [1] ['id'] as "ACME_PRODUCT_ID",
      "E"."DOMAIN_USERID",
      "E"."UNSTRUCT_EVENT_COM_ACME_ORDER_1" ['couponCode'] as "ACME_ORDER_COUPONCODE",
      "E"."UNSTRUCT_EVENT_COM_ACME_ORDER_1" ['delivery'] as "ACME_ORDER_DELIVERY",
      "E"."UNSTRUCT_EVENT_COM_ACME_ORDER_1" ['isGift'] as "ACME_ORDER_ISGIFT",
      "E"."UNSTRUCT_EVENT_COM_ACME_ORDER_1" ['total'] as "ACME_ORDER_TOTAL"
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
      "ACME_ORDER_ISGIFT",
      "ACME_ORDER_COUPONCODE",
      "ACME_ORDER_DELIVERY",
      "ACME_PRODUCT_ID",
      "ACME_ORDER_TOTAL",
      regexp_substr(
        cast("ACME_ORDER_TOTAL" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "ACME_ORDER_TOTAL_NUMBER",
      regexp_substr(
        cast("ACME_ORDER_COUPONCODE" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "ACME_ORDER_COUPONCODE_NUMBER",
      regexp_substr(
        cast("ACME_ORDER_DELIVERY" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "ACME_ORDER_DELIVERY_NUMBER",
      regexp_substr(
        cast("ACME_PRODUCT_ID" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "ACME_PRODUCT_ID_NUMBER"
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
      "ACME_ORDER_ISGIFT",
      "ACME_ORDER_COUPONCODE",
      "ACME_ORDER_COUPONCODE_NUMBER",
      "ACME_ORDER_DELIVERY",
      "ACME_ORDER_DELIVERY_NUMBER",
      "ACME_PRODUCT_ID",
      "ACME_PRODUCT_ID_NUMBER",
      "ACME_ORDER_TOTAL_NUMBER",
      "ACME_ORDER_TOTAL",
      nullif(nullif(try_to_double("ACME_ORDER_TOTAL_NUMBER"), 'inf'::float), '-inf'::float) as "ACME_ORDER_TOTAL_DOUBLE",
      nullif(nullif(try_to_double("ACME_ORDER_COUPONCODE_NUMBER"), 'inf'::float), '-inf'::float) as "ACME_ORDER_COUPONCODE_DOUBLE",
      nullif(nullif(try_to_double("ACME_ORDER_DELIVERY_NUMBER"), 'inf'::float), '-inf'::float) as "ACME_ORDER_DELIVERY_DOUBLE",
      nullif(nullif(try_to_double("ACME_PRODUCT_ID_NUMBER"), 'inf'::float), '-inf'::float) as "ACME_PRODUCT_ID_DOUBLE"
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
      coalesce(
        case lower(cast("ACME_ORDER_ISGIFT" as varchar))
          when 'true' then true
          when 'false' then false
        end = true
        or "ACME_ORDER_TOTAL_DOUBLE" > 15::float,
        false
      ) as "IS_ANY_EVENT_BY_ISGIFT_BY_TOTAL_E5222816",
      iff(
        typeof("ACME_ORDER_COUPONCODE") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("ACME_ORDER_COUPONCODE_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("ACME_ORDER_COUPONCODE_NUMBER", 38, 0)::varchar
          else case
            when "ACME_ORDER_COUPONCODE_DOUBLE" = 0 then '0'
            when abs("ACME_ORDER_COUPONCODE_DOUBLE") >= 1e21
            or abs("ACME_ORDER_COUPONCODE_DOUBLE") < 1e-6 then regexp_replace(cast("ACME_ORDER_COUPONCODE_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("ACME_ORDER_COUPONCODE_DOUBLE") >= 1e15
            and "ACME_ORDER_COUPONCODE_DOUBLE" = trunc("ACME_ORDER_COUPONCODE_DOUBLE") then to_decimal(cast("ACME_ORDER_COUPONCODE_DOUBLE" as varchar), 38, 0)::varchar
            when abs("ACME_ORDER_COUPONCODE_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("ACME_ORDER_COUPONCODE_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("ACME_ORDER_COUPONCODE_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("ACME_ORDER_COUPONCODE" as varchar)
      ) as "COUPONCODE_TEXT_56490AA6",
      iff(
        typeof(try_parse_json(cast("ACME_ORDER_DELIVERY" as varchar), 'd')) = 'OBJECT'
        and regexp_like(
          regexp_replace(
            cast("ACME_ORDER_DELIVERY" as varchar),
            '"([^"\\\\[:cntrl:]]|\\\\(["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*"',
            '""'
          ),
          '[[:space:]]*([{[][[:space:]]*)*((""|true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?)[[:space:]]*|[{[][[:space:]]*[]}][[:space:]]*)([]}][[:space:]]*)*([,:][[:space:]]*([{[][[:space:]]*)*((""|true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?)[[:space:]]*|[{[][[:space:]]*[]}][[:space:]]*)([]}][[:space:]]*)*)*'
        ),
        cast("ACME_ORDER_DELIVERY" as varchar),
        null
      ) as "DELIVERY_OBJECT_356A1977",
      iff(
        typeof("ACME_ORDER_DELIVERY") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("ACME_ORDER_DELIVERY_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("ACME_ORDER_DELIVERY_NUMBER", 38, 0)::varchar
          else case
            when "ACME_ORDER_DELIVERY_DOUBLE" = 0 then '0'
            when abs("ACME_ORDER_DELIVERY_DOUBLE") >= 1e21
            or abs("ACME_ORDER_DELIVERY_DOUBLE") < 1e-6 then regexp_replace(cast("ACME_ORDER_DELIVERY_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("ACME_ORDER_DELIVERY_DOUBLE") >= 1e15
            and "ACME_ORDER_DELIVERY_DOUBLE" = trunc("ACME_ORDER_DELIVERY_DOUBLE") then to_decimal(cast("ACME_ORDER_DELIVERY_DOUBLE" as varchar), 38, 0)::varchar
            when abs("ACME_ORDER_DELIVERY_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("ACME_ORDER_DELIVERY_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("ACME_ORDER_DELIVERY_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("ACME_ORDER_DELIVERY" as varchar)
      ) as "DELIVERY_TEXT_526B71E3",
      iff(
        typeof("ACME_PRODUCT_ID") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("ACME_PRODUCT_ID_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("ACME_PRODUCT_ID_NUMBER", 38, 0)::varchar
          else case
            when "ACME_PRODUCT_ID_DOUBLE" = 0 then '0'
            when abs("ACME_PRODUCT_ID_DOUBLE") >= 1e21
            or abs("ACME_PRODUCT_ID_DOUBLE") < 1e-6 then regexp_replace(cast("ACME_PRODUCT_ID_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("ACME_PRODUCT_ID_DOUBLE") >= 1e15
            and "ACME_PRODUCT_ID_DOUBLE" = trunc("ACME_PRODUCT_ID_DOUBLE") then to_decimal(cast("ACME_PRODUCT_ID_DOUBLE" as varchar), 38, 0)::varchar
            when abs("ACME_PRODUCT_ID_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("ACME_PRODUCT_ID_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("ACME_PRODUCT_ID_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("ACME_PRODUCT_ID" as varchar)
      ) as "ID_TEXT_D72CFFDA",
      cast(
        case lower(cast("ACME_ORDER_ISGIFT" as varchar))
          when 'true' then true
          when 'false' then false
        end as varchar
      ) as "ISGIFT_BOOLEAN_48754FCA",
      case
        when abs(try_to_double("ACME_ORDER_TOTAL_NUMBER")) < 5e-10 then 0
        when abs(try_to_double("ACME_ORDER_TOTAL_NUMBER")) <= 1e20 then try_to_decimal("ACME_ORDER_TOTAL_NUMBER", 29, 9)::number(38, 9)
      end as "TOTAL_DECIMAL_2BEF8902",
      iff(
        typeof("ACME_ORDER_TOTAL") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("ACME_ORDER_TOTAL_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("ACME_ORDER_TOTAL_NUMBER", 38, 0)::varchar
          else case
            when "ACME_ORDER_TOTAL_DOUBLE" = 0 then '0'
            when abs("ACME_ORDER_TOTAL_DOUBLE") >= 1e21
            or abs("ACME_ORDER_TOTAL_DOUBLE") < 1e-6 then regexp_replace(cast("ACME_ORDER_TOTAL_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("ACME_ORDER_TOTAL_DOUBLE") >= 1e15
            and "ACME_ORDER_TOTAL_DOUBLE" = trunc("ACME_ORDER_TOTAL_DOUBLE") then to_decimal(cast("ACME_ORDER_TOTAL_DOUBLE" as varchar), 38, 0)::varchar
            when abs("ACME_ORDER_TOTAL_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("ACME_ORDER_TOTAL_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("ACME_ORDER_TOTAL_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("ACME_ORDER_TOTAL" as varchar)
      ) as "TOTAL_TEXT_91D32B71"
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
  "IS_ANY_EVENT_BY_ISGIFT_BY_TOTAL_E5222816",
  "COUPONCODE_TEXT_56490AA6",
  "DELIVERY_OBJECT_356A1977",
  "DELIVERY_TEXT_526B71E3",
  "ID_TEXT_D72CFFDA",
  "ISGIFT_BOOLEAN_48754FCA",
  "TOTAL_DECIMAL_2BEF8902",
  "TOTAL_TEXT_91D32B71"
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
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_3AFFAD44"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_3AFFAD44"
where
  "STAGE_ID" = :2;

-- clear (:1 stage_id)
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_3AFFAD44"
where
  "STAGE_ID" = :1;

-- sweep
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_3AFFAD44"
where
  "STAGED_AT" < dateadd(day, -2, convert_timezone('UTC', current_timestamp())::timestamp_ntz);
