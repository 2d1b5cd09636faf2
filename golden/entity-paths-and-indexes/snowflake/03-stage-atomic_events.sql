-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_b554f283
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
create transient table if not exists "SIGNALS_SCRATCH"."SBE_EVENTS_B554F283" (
  "STAGE_ID" varchar,
  "STAGED_AT" timestamp_ntz,
  "EVENT_ID" varchar,
  "LOAD_TSTAMP" timestamp_ntz,
  "DERIVED_TSTAMP" timestamp_ntz,
  "KEY_DOMAIN_USERID_B6213CAB" varchar,
  "IS_ANY_EVENT_BY_UNITPRICE_CB0F4CAA" boolean,
  "ID_TEXT_095A4A5B" varchar,
  "ID_TEXT_31F70540" varchar,
  "ID_TEXT_426C24DA" varchar,
  "ITEMS_TEXT_BE7F128F" varchar,
  "SKU_TEXT_65423641" varchar,
  "TAGS_TEXT_CF61E69C" varchar,
  "UNITPRICE_DOUBLE_9502418B" float,
  "ZIPCODE_TEXT_B77D0C88" varchar
) data_retention_time_in_days = 0;

-- scan (:1 hi, :2 lo, :3 since, :4 stage_id)
insert into
  "SIGNALS_SCRATCH"."SBE_EVENTS_B554F283" (
    "STAGE_ID",
    "STAGED_AT",
    "EVENT_ID",
    "LOAD_TSTAMP",
    "DERIVED_TSTAMP",
    "KEY_DOMAIN_USERID_B6213CAB",
    "IS_ANY_EVENT_BY_UNITPRICE_CB0F4CAA",
    "ID_TEXT_095A4A5B",
    "ID_TEXT_31F70540",
    "ID_TEXT_426C24DA",
    "ITEMS_TEXT_BE7F128F",
    "SKU_TEXT_65423641",
    "TAGS_TEXT_CF61E69C",
    "UNITPRICE_DOUBLE_9502418B",
    "ZIPCODE_TEXT_B77D0C88"
  )
with
  "WINDOW_EVENTS" as (
    select
      "E"."EVENT_ID",
      coalesce("E"."LOAD_TSTAMP", "E"."COLLECTOR_TSTAMP") as "LOAD_TSTAMP",
      "E"."DERIVED_TSTAMP",
      "E"."COLLECTOR_TSTAMP",
      "E"."CONTEXTS_COM_ACME_SHOP_CART_1" [0] ['id'] as "SHOP_CART_ID",
      "E"."CONTEXTS_COM_ACME_SHOP_PRODUCT_1" [0] ['id'] as "SHOP_PRODUCT_ID",
      "E"."CONTEXTS_COM_ACME_SHOP_PRODUCT_1" [0] ['tags'] [0] as "SHOP_PRODUCT_TAGS",
      "E"."CONTEXTS_COM_ACME_SHOP_PRODUCT_1" [0] ['unitPrice'] as "SHOP_PRODUCT_UNITPRICE",
      "E"."CONTEXTS_COM_ACME_SHOP_PRODUCT_1" [1] ['id'] as "SHOP_PRODUCT_ID_2",
      "E"."DOMAIN_USERID",
      "E"."UNSTRUCT_EVENT_COM_ACME_SHOP_CHECKOUT_STEP_1" ['delivery'] ['zipCode'] as "CHECKOUT_STEP_ZIPCODE",
      "E"."UNSTRUCT_EVENT_COM_ACME_SHOP_CHECKOUT_STEP_1" ['items'] [1] ['sku'] as "CHECKOUT_STEP_SKU",
      "E"."UNSTRUCT_EVENT_COM_ACME_SHOP_CHECKOUT_STEP_1" ['items'] as "CHECKOUT_STEP_ITEMS"
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
      "SHOP_PRODUCT_ID_2",
      "SHOP_PRODUCT_ID",
      "SHOP_CART_ID",
      "CHECKOUT_STEP_ITEMS",
      "CHECKOUT_STEP_SKU",
      "SHOP_PRODUCT_TAGS",
      "CHECKOUT_STEP_ZIPCODE",
      nullif(
        nullif(
          try_to_double(
            regexp_substr(
              cast("SHOP_PRODUCT_UNITPRICE" as varchar),
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
      ) as "SHOP_PRODUCT_UNITPRICE_DOUBLE",
      regexp_substr(
        cast("SHOP_PRODUCT_ID_2" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "SHOP_PRODUCT_ID_2_NUMBER",
      regexp_substr(
        cast("SHOP_PRODUCT_ID" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "SHOP_PRODUCT_ID_NUMBER",
      regexp_substr(
        cast("SHOP_CART_ID" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "SHOP_CART_ID_NUMBER",
      regexp_substr(
        cast("CHECKOUT_STEP_ITEMS" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "CHECKOUT_STEP_ITEMS_NUMBER",
      regexp_substr(
        cast("CHECKOUT_STEP_SKU" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "CHECKOUT_STEP_SKU_NUMBER",
      regexp_substr(
        cast("SHOP_PRODUCT_TAGS" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "SHOP_PRODUCT_TAGS_NUMBER",
      regexp_substr(
        cast("CHECKOUT_STEP_ZIPCODE" as varchar),
        '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
        1,
        1,
        'e',
        1
      ) as "CHECKOUT_STEP_ZIPCODE_NUMBER"
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
      "SHOP_PRODUCT_UNITPRICE_DOUBLE",
      "SHOP_PRODUCT_ID_2",
      "SHOP_PRODUCT_ID_2_NUMBER",
      "SHOP_PRODUCT_ID",
      "SHOP_PRODUCT_ID_NUMBER",
      "SHOP_CART_ID",
      "SHOP_CART_ID_NUMBER",
      "CHECKOUT_STEP_ITEMS",
      "CHECKOUT_STEP_ITEMS_NUMBER",
      "CHECKOUT_STEP_SKU",
      "CHECKOUT_STEP_SKU_NUMBER",
      "SHOP_PRODUCT_TAGS",
      "SHOP_PRODUCT_TAGS_NUMBER",
      "CHECKOUT_STEP_ZIPCODE",
      "CHECKOUT_STEP_ZIPCODE_NUMBER",
      nullif(nullif(try_to_double("SHOP_PRODUCT_ID_2_NUMBER"), 'inf'::float), '-inf'::float) as "SHOP_PRODUCT_ID_2_DOUBLE",
      nullif(nullif(try_to_double("SHOP_PRODUCT_ID_NUMBER"), 'inf'::float), '-inf'::float) as "SHOP_PRODUCT_ID_DOUBLE",
      nullif(nullif(try_to_double("SHOP_CART_ID_NUMBER"), 'inf'::float), '-inf'::float) as "SHOP_CART_ID_DOUBLE",
      nullif(nullif(try_to_double("CHECKOUT_STEP_ITEMS_NUMBER"), 'inf'::float), '-inf'::float) as "CHECKOUT_STEP_ITEMS_DOUBLE",
      nullif(nullif(try_to_double("CHECKOUT_STEP_SKU_NUMBER"), 'inf'::float), '-inf'::float) as "CHECKOUT_STEP_SKU_DOUBLE",
      nullif(nullif(try_to_double("SHOP_PRODUCT_TAGS_NUMBER"), 'inf'::float), '-inf'::float) as "SHOP_PRODUCT_TAGS_DOUBLE",
      nullif(nullif(try_to_double("CHECKOUT_STEP_ZIPCODE_NUMBER"), 'inf'::float), '-inf'::float) as "CHECKOUT_STEP_ZIPCODE_DOUBLE"
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
      coalesce("SHOP_PRODUCT_UNITPRICE_DOUBLE" >= 100::float, false) as "IS_ANY_EVENT_BY_UNITPRICE_CB0F4CAA",
      iff(
        typeof("SHOP_PRODUCT_ID_2") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("SHOP_PRODUCT_ID_2_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("SHOP_PRODUCT_ID_2_NUMBER", 38, 0)::varchar
          else case
            when "SHOP_PRODUCT_ID_2_DOUBLE" = 0 then '0'
            when abs("SHOP_PRODUCT_ID_2_DOUBLE") >= 1e21
            or abs("SHOP_PRODUCT_ID_2_DOUBLE") < 1e-6 then regexp_replace(cast("SHOP_PRODUCT_ID_2_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("SHOP_PRODUCT_ID_2_DOUBLE") >= 1e15
            and "SHOP_PRODUCT_ID_2_DOUBLE" = trunc("SHOP_PRODUCT_ID_2_DOUBLE") then to_decimal(cast("SHOP_PRODUCT_ID_2_DOUBLE" as varchar), 38, 0)::varchar
            when abs("SHOP_PRODUCT_ID_2_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("SHOP_PRODUCT_ID_2_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("SHOP_PRODUCT_ID_2_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("SHOP_PRODUCT_ID_2" as varchar)
      ) as "ID_TEXT_095A4A5B",
      iff(
        typeof("SHOP_PRODUCT_ID") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("SHOP_PRODUCT_ID_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("SHOP_PRODUCT_ID_NUMBER", 38, 0)::varchar
          else case
            when "SHOP_PRODUCT_ID_DOUBLE" = 0 then '0'
            when abs("SHOP_PRODUCT_ID_DOUBLE") >= 1e21
            or abs("SHOP_PRODUCT_ID_DOUBLE") < 1e-6 then regexp_replace(cast("SHOP_PRODUCT_ID_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("SHOP_PRODUCT_ID_DOUBLE") >= 1e15
            and "SHOP_PRODUCT_ID_DOUBLE" = trunc("SHOP_PRODUCT_ID_DOUBLE") then to_decimal(cast("SHOP_PRODUCT_ID_DOUBLE" as varchar), 38, 0)::varchar
            when abs("SHOP_PRODUCT_ID_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("SHOP_PRODUCT_ID_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("SHOP_PRODUCT_ID_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("SHOP_PRODUCT_ID" as varchar)
      ) as "ID_TEXT_31F70540",
      iff(
        typeof("SHOP_CART_ID") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("SHOP_CART_ID_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("SHOP_CART_ID_NUMBER", 38, 0)::varchar
          else case
            when "SHOP_CART_ID_DOUBLE" = 0 then '0'
            when abs("SHOP_CART_ID_DOUBLE") >= 1e21
            or abs("SHOP_CART_ID_DOUBLE") < 1e-6 then regexp_replace(cast("SHOP_CART_ID_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("SHOP_CART_ID_DOUBLE") >= 1e15
            and "SHOP_CART_ID_DOUBLE" = trunc("SHOP_CART_ID_DOUBLE") then to_decimal(cast("SHOP_CART_ID_DOUBLE" as varchar), 38, 0)::varchar
            when abs("SHOP_CART_ID_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("SHOP_CART_ID_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("SHOP_CART_ID_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("SHOP_CART_ID" as varchar)
      ) as "ID_TEXT_426C24DA",
      iff(
        typeof("CHECKOUT_STEP_ITEMS") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("CHECKOUT_STEP_ITEMS_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("CHECKOUT_STEP_ITEMS_NUMBER", 38, 0)::varchar
          else case
            when "CHECKOUT_STEP_ITEMS_DOUBLE" = 0 then '0'
            when abs("CHECKOUT_STEP_ITEMS_DOUBLE") >= 1e21
            or abs("CHECKOUT_STEP_ITEMS_DOUBLE") < 1e-6 then regexp_replace(cast("CHECKOUT_STEP_ITEMS_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("CHECKOUT_STEP_ITEMS_DOUBLE") >= 1e15
            and "CHECKOUT_STEP_ITEMS_DOUBLE" = trunc("CHECKOUT_STEP_ITEMS_DOUBLE") then to_decimal(cast("CHECKOUT_STEP_ITEMS_DOUBLE" as varchar), 38, 0)::varchar
            when abs("CHECKOUT_STEP_ITEMS_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("CHECKOUT_STEP_ITEMS_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("CHECKOUT_STEP_ITEMS_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("CHECKOUT_STEP_ITEMS" as varchar)
      ) as "ITEMS_TEXT_BE7F128F",
      iff(
        typeof("CHECKOUT_STEP_SKU") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("CHECKOUT_STEP_SKU_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("CHECKOUT_STEP_SKU_NUMBER", 38, 0)::varchar
          else case
            when "CHECKOUT_STEP_SKU_DOUBLE" = 0 then '0'
            when abs("CHECKOUT_STEP_SKU_DOUBLE") >= 1e21
            or abs("CHECKOUT_STEP_SKU_DOUBLE") < 1e-6 then regexp_replace(cast("CHECKOUT_STEP_SKU_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("CHECKOUT_STEP_SKU_DOUBLE") >= 1e15
            and "CHECKOUT_STEP_SKU_DOUBLE" = trunc("CHECKOUT_STEP_SKU_DOUBLE") then to_decimal(cast("CHECKOUT_STEP_SKU_DOUBLE" as varchar), 38, 0)::varchar
            when abs("CHECKOUT_STEP_SKU_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("CHECKOUT_STEP_SKU_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("CHECKOUT_STEP_SKU_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("CHECKOUT_STEP_SKU" as varchar)
      ) as "SKU_TEXT_65423641",
      iff(
        typeof("SHOP_PRODUCT_TAGS") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("SHOP_PRODUCT_TAGS_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("SHOP_PRODUCT_TAGS_NUMBER", 38, 0)::varchar
          else case
            when "SHOP_PRODUCT_TAGS_DOUBLE" = 0 then '0'
            when abs("SHOP_PRODUCT_TAGS_DOUBLE") >= 1e21
            or abs("SHOP_PRODUCT_TAGS_DOUBLE") < 1e-6 then regexp_replace(cast("SHOP_PRODUCT_TAGS_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("SHOP_PRODUCT_TAGS_DOUBLE") >= 1e15
            and "SHOP_PRODUCT_TAGS_DOUBLE" = trunc("SHOP_PRODUCT_TAGS_DOUBLE") then to_decimal(cast("SHOP_PRODUCT_TAGS_DOUBLE" as varchar), 38, 0)::varchar
            when abs("SHOP_PRODUCT_TAGS_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("SHOP_PRODUCT_TAGS_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("SHOP_PRODUCT_TAGS_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("SHOP_PRODUCT_TAGS" as varchar)
      ) as "TAGS_TEXT_CF61E69C",
      "SHOP_PRODUCT_UNITPRICE_DOUBLE" as "UNITPRICE_DOUBLE_9502418B",
      iff(
        typeof("CHECKOUT_STEP_ZIPCODE") in ('INTEGER', 'DECIMAL', 'DOUBLE'),
        case
          when regexp_like("CHECKOUT_STEP_ZIPCODE_NUMBER", '[+-]?\\d{1,21}(\\.0*)?') then try_to_decimal("CHECKOUT_STEP_ZIPCODE_NUMBER", 38, 0)::varchar
          else case
            when "CHECKOUT_STEP_ZIPCODE_DOUBLE" = 0 then '0'
            when abs("CHECKOUT_STEP_ZIPCODE_DOUBLE") >= 1e21
            or abs("CHECKOUT_STEP_ZIPCODE_DOUBLE") < 1e-6 then regexp_replace(cast("CHECKOUT_STEP_ZIPCODE_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("CHECKOUT_STEP_ZIPCODE_DOUBLE") >= 1e15
            and "CHECKOUT_STEP_ZIPCODE_DOUBLE" = trunc("CHECKOUT_STEP_ZIPCODE_DOUBLE") then to_decimal(cast("CHECKOUT_STEP_ZIPCODE_DOUBLE" as varchar), 38, 0)::varchar
            when abs("CHECKOUT_STEP_ZIPCODE_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("CHECKOUT_STEP_ZIPCODE_DOUBLE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("CHECKOUT_STEP_ZIPCODE_DOUBLE" as varchar), '\\.0$', '')
          end
        end,
        cast("CHECKOUT_STEP_ZIPCODE" as varchar)
      ) as "ZIPCODE_TEXT_B77D0C88"
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
  "IS_ANY_EVENT_BY_UNITPRICE_CB0F4CAA",
  "ID_TEXT_095A4A5B",
  "ID_TEXT_31F70540",
  "ID_TEXT_426C24DA",
  "ITEMS_TEXT_BE7F128F",
  "SKU_TEXT_65423641",
  "TAGS_TEXT_CF61E69C",
  "UNITPRICE_DOUBLE_9502418B",
  "ZIPCODE_TEXT_B77D0C88"
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
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_B554F283"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_B554F283"
where
  "STAGE_ID" = :2;

-- clear (:1 stage_id)
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_B554F283"
where
  "STAGE_ID" = :1;

-- sweep
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_B554F283"
where
  "STAGED_AT" < dateadd(day, -2, convert_timezone('UTC', current_timestamp())::timestamp_ntz);
