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
create transient table if not exists "SIGNALS_SCRATCH"."SBE_EVENTS_1AA88031" (
  "STAGE_ID" varchar,
  "STAGED_AT" timestamp_ntz,
  "EVENT_ID" varchar,
  "LOAD_TSTAMP" timestamp_ntz,
  "DERIVED_TSTAMP" timestamp_ntz,
  "KEY_DOMAIN_USERID_B6213CAB" varchar,
  "IS_ANY_EVENT_BY_PRODUCT_PRICE_QUANTITY_82FED920" boolean,
  "COALESCE_MKT_SOURCE_REFR_SOURCE_REFR_MED_A6363EDE" varchar,
  "CONCAT_GEO_CITY_GEO_COUNTRY_TEXT_4B5BEC9A" varchar,
  "CONCAT_GEO_COUNTRY_GEO_CITY_TEXT_B8AA6554" varchar,
  "MAX_PRICE_SHIPPING_INTEGER_DA71958F" varchar,
  "MIN_PRICE_SHIPPING_DOUBLE_7836CB02" varchar,
  "PRODUCT_PRICE_QUANTITY_DECIMAL_D66E7ACB" number(38, 9),
  "SUM_PRICE_SHIPPING_DOUBLE_1224D8DF" float
) data_retention_time_in_days = 0;

-- scan (:1 hi, :2 lo, :3 since, :4 stage_id)
insert into
  "SIGNALS_SCRATCH"."SBE_EVENTS_1AA88031" (
    "STAGE_ID",
    "STAGED_AT",
    "EVENT_ID",
    "LOAD_TSTAMP",
    "DERIVED_TSTAMP",
    "KEY_DOMAIN_USERID_B6213CAB",
    "IS_ANY_EVENT_BY_PRODUCT_PRICE_QUANTITY_82FED920",
    "COALESCE_MKT_SOURCE_REFR_SOURCE_REFR_MED_A6363EDE",
    "CONCAT_GEO_CITY_GEO_COUNTRY_TEXT_4B5BEC9A",
    "CONCAT_GEO_COUNTRY_GEO_CITY_TEXT_B8AA6554",
    "MAX_PRICE_SHIPPING_INTEGER_DA71958F",
    "MIN_PRICE_SHIPPING_DOUBLE_7836CB02",
    "PRODUCT_PRICE_QUANTITY_DECIMAL_D66E7ACB",
    "SUM_PRICE_SHIPPING_DOUBLE_1224D8DF"
  )
with
  "WINDOW_EVENTS" as (
    select
      "E"."EVENT_ID",
      coalesce("E"."LOAD_TSTAMP", "E"."COLLECTOR_TSTAMP") as "LOAD_TSTAMP",
      "E"."DERIVED_TSTAMP",
      "E"."COLLECTOR_TSTAMP",
      "E"."DOMAIN_USERID",
      "E"."GEO_CITY",
      "E"."GEO_COUNTRY",
      "E"."MKT_SOURCE",
      "E"."REFR_MEDIUM",
      "E"."REFR_SOURCE",
      "E"."UNSTRUCT_EVENT_COM_ACME_CHECKOUT_1" ['price'] as "ACME_CHECKOUT_PRICE",
      "E"."UNSTRUCT_EVENT_COM_ACME_CHECKOUT_1" ['quantity'] as "ACME_CHECKOUT_QUANTITY",
      "E"."UNSTRUCT_EVENT_COM_ACME_CHECKOUT_1" ['shipping'] as "ACME_CHECKOUT_SHIPPING"
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
  "PARTS_OF_CALCULATED_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP",
      "DERIVED_TSTAMP",
      "COLLECTOR_TSTAMP",
      "DOMAIN_USERID",
      "GEO_CITY",
      "GEO_COUNTRY",
      "MKT_SOURCE",
      "REFR_MEDIUM",
      "REFR_SOURCE",
      "ACME_CHECKOUT_PRICE",
      "ACME_CHECKOUT_QUANTITY",
      "ACME_CHECKOUT_SHIPPING",
      nullif(
        nullif(
          try_to_double(
            regexp_substr(
              cast("ACME_CHECKOUT_PRICE" as varchar),
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
      ) as "ACME_CHECKOUT_PRICE_DOUBLE",
      nullif(
        nullif(
          try_to_double(
            regexp_substr(
              cast("ACME_CHECKOUT_SHIPPING" as varchar),
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
      ) as "ACME_CHECKOUT_SHIPPING_DOUBLE"
    from
      "WINDOW_EVENTS"
  ),
  "CALCULATED_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP",
      "DERIVED_TSTAMP",
      "COLLECTOR_TSTAMP",
      "DOMAIN_USERID",
      "GEO_CITY",
      "GEO_COUNTRY",
      "MKT_SOURCE",
      "REFR_MEDIUM",
      "REFR_SOURCE",
      "ACME_CHECKOUT_PRICE",
      "ACME_CHECKOUT_QUANTITY",
      "ACME_CHECKOUT_SHIPPING",
      coalesce("MKT_SOURCE", "REFR_SOURCE", "REFR_MEDIUM") as "COALESCE_MKT_SOURCE_REFR_SOURCE_REFR_MED_68A88D9D",
      case
        when "GEO_CITY" is not null
        or "GEO_COUNTRY" is not null then array_to_string(array_construct_compact("GEO_CITY", "GEO_COUNTRY"), ', ')
      end as "CONCAT_GEO_CITY_GEO_COUNTRY_62BB9F65",
      case
        when "GEO_COUNTRY" is not null
        or "GEO_CITY" is not null then array_to_string(array_construct_compact("GEO_COUNTRY", "GEO_CITY"), '')
      end as "CONCAT_GEO_COUNTRY_GEO_CITY_CFA6D513",
      greatest("ACME_CHECKOUT_PRICE_DOUBLE", "ACME_CHECKOUT_SHIPPING_DOUBLE") as "MAX_PRICE_SHIPPING_C33FF149",
      least("ACME_CHECKOUT_PRICE_DOUBLE", "ACME_CHECKOUT_SHIPPING_DOUBLE") as "MIN_PRICE_SHIPPING_D7208134",
      "ACME_CHECKOUT_PRICE_DOUBLE" * nullif(
        nullif(
          try_to_double(
            regexp_substr(
              cast("ACME_CHECKOUT_QUANTITY" as varchar),
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
      ) as "PRODUCT_PRICE_QUANTITY_F9365820",
      "ACME_CHECKOUT_PRICE_DOUBLE" + "ACME_CHECKOUT_SHIPPING_DOUBLE" as "SUM_PRICE_SHIPPING_CDBAAF8E"
    from
      "PARTS_OF_CALCULATED_EVENTS"
  ),
  "PARTS_OF_MATCHING_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP",
      "DERIVED_TSTAMP",
      "COLLECTOR_TSTAMP",
      "DOMAIN_USERID",
      "PRODUCT_PRICE_QUANTITY_F9365820",
      "COALESCE_MKT_SOURCE_REFR_SOURCE_REFR_MED_68A88D9D",
      "CONCAT_GEO_CITY_GEO_COUNTRY_62BB9F65",
      "CONCAT_GEO_COUNTRY_GEO_CITY_CFA6D513",
      "MAX_PRICE_SHIPPING_C33FF149",
      "SUM_PRICE_SHIPPING_CDBAAF8E",
      nullif(
        nullif(
          nullif(
            nullif(nullif(nullif("MIN_PRICE_SHIPPING_D7208134", 'nan'::float), 'inf'::float), '-inf'::float),
            'nan'::float
          ),
          'inf'::float
        ),
        '-inf'::float
      ) as "MIN_PRICE_SHIPPING_D7208134_FINITE"
    from
      "CALCULATED_EVENTS"
  ),
  "MATCHING_EVENTS" as (
    select
      "EVENT_ID",
      "LOAD_TSTAMP",
      "DERIVED_TSTAMP",
      "COLLECTOR_TSTAMP",
      "DOMAIN_USERID" as "KEY_DOMAIN_USERID_B6213CAB",
      coalesce(
        nullif(nullif(nullif("PRODUCT_PRICE_QUANTITY_F9365820", 'nan'::float), 'inf'::float), '-inf'::float) > 20::float,
        false
      ) as "IS_ANY_EVENT_BY_PRODUCT_PRICE_QUANTITY_82FED920",
      "COALESCE_MKT_SOURCE_REFR_SOURCE_REFR_MED_68A88D9D" as "COALESCE_MKT_SOURCE_REFR_SOURCE_REFR_MED_A6363EDE",
      "CONCAT_GEO_CITY_GEO_COUNTRY_62BB9F65" as "CONCAT_GEO_CITY_GEO_COUNTRY_TEXT_4B5BEC9A",
      "CONCAT_GEO_COUNTRY_GEO_CITY_CFA6D513" as "CONCAT_GEO_COUNTRY_GEO_CITY_TEXT_B8AA6554",
      cast(
        coalesce(
          try_to_decimal(cast("MAX_PRICE_SHIPPING_C33FF149" as varchar), 38, 0),
          (
            sign(nullif(nullif(nullif("MAX_PRICE_SHIPPING_C33FF149", 'nan'::float), 'inf'::float), '-inf'::float)) * 1e37
          )::number(38, 0)
        ) as varchar
      ) as "MAX_PRICE_SHIPPING_INTEGER_DA71958F",
      case
        when "MIN_PRICE_SHIPPING_D7208134_FINITE" = 0 then '0'
        when abs("MIN_PRICE_SHIPPING_D7208134_FINITE") >= 1e21
        or abs("MIN_PRICE_SHIPPING_D7208134_FINITE") < 1e-6 then regexp_replace(cast("MIN_PRICE_SHIPPING_D7208134_FINITE" as varchar), 'e([+-])0+', 'e\\1')
        when abs("MIN_PRICE_SHIPPING_D7208134_FINITE") >= 1e15
        and "MIN_PRICE_SHIPPING_D7208134_FINITE" = trunc("MIN_PRICE_SHIPPING_D7208134_FINITE") then to_decimal(cast("MIN_PRICE_SHIPPING_D7208134_FINITE" as varchar), 38, 0)::varchar
        when abs("MIN_PRICE_SHIPPING_D7208134_FINITE") < 1e-3 then rtrim(to_decimal(cast("MIN_PRICE_SHIPPING_D7208134_FINITE" as varchar), 38, 28)::varchar, '0')
        else regexp_replace(cast("MIN_PRICE_SHIPPING_D7208134_FINITE" as varchar), '\\.0$', '')
      end as "MIN_PRICE_SHIPPING_DOUBLE_7836CB02",
      iff(
        abs("PRODUCT_PRICE_QUANTITY_F9365820") < 1e20,
        try_to_decimal(cast("PRODUCT_PRICE_QUANTITY_F9365820" as varchar), 38, 9),
        null
      ) as "PRODUCT_PRICE_QUANTITY_DECIMAL_D66E7ACB",
      nullif(nullif(nullif("SUM_PRICE_SHIPPING_CDBAAF8E", 'nan'::float), 'inf'::float), '-inf'::float) as "SUM_PRICE_SHIPPING_DOUBLE_1224D8DF"
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
  "IS_ANY_EVENT_BY_PRODUCT_PRICE_QUANTITY_82FED920",
  "COALESCE_MKT_SOURCE_REFR_SOURCE_REFR_MED_A6363EDE",
  "CONCAT_GEO_CITY_GEO_COUNTRY_TEXT_4B5BEC9A",
  "CONCAT_GEO_COUNTRY_GEO_CITY_TEXT_B8AA6554",
  "MAX_PRICE_SHIPPING_INTEGER_DA71958F",
  "MIN_PRICE_SHIPPING_DOUBLE_7836CB02",
  "PRODUCT_PRICE_QUANTITY_DECIMAL_D66E7ACB",
  "SUM_PRICE_SHIPPING_DOUBLE_1224D8DF"
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
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_1AA88031"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_1AA88031"
where
  "STAGE_ID" = :2;

-- clear (:1 stage_id)
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_1AA88031"
where
  "STAGE_ID" = :1;

-- sweep
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_1AA88031"
where
  "STAGED_AT" < dateadd(day, -2, convert_timezone('UTC', current_timestamp())::timestamp_ntz);
