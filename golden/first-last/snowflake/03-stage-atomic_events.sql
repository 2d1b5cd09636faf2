-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_b1fb09af
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
create transient table if not exists "SIGNALS_SCRATCH"."SBE_EVENTS_B1FB09AF" (
  "STAGE_ID" varchar,
  "STAGED_AT" timestamp_ntz,
  "EVENT_ID" varchar,
  "LOAD_TSTAMP" timestamp_ntz,
  "DERIVED_TSTAMP" timestamp_ntz,
  "KEY_DOMAIN_USERID_B6213CAB" varchar,
  "IS_ADD_TO_CART_91822160" boolean,
  "IS_ANY_EVENT_BY_MKT_MEDIUM_391742D2" boolean,
  "IS_PAGE_VIEW_6CEBE55B" boolean,
  "BR_COOKIES_BOOLEAN_F06B5FA2" varchar,
  "DERIVED_TSTAMP_TIMESTAMP_BB008AEE" varchar,
  "MKT_CAMPAIGN_TEXT_A1F7570A" varchar,
  "PAGE_URLPATH_TEXT_DB96DD25" varchar,
  "SE_VALUE_DOUBLE_08CDAA7F" varchar
) data_retention_time_in_days = 0;

-- scan (:1 hi, :2 lo, :3 since, :4 stage_id)
insert into
  "SIGNALS_SCRATCH"."SBE_EVENTS_B1FB09AF" (
    "STAGE_ID",
    "STAGED_AT",
    "EVENT_ID",
    "LOAD_TSTAMP",
    "DERIVED_TSTAMP",
    "KEY_DOMAIN_USERID_B6213CAB",
    "IS_ADD_TO_CART_91822160",
    "IS_ANY_EVENT_BY_MKT_MEDIUM_391742D2",
    "IS_PAGE_VIEW_6CEBE55B",
    "BR_COOKIES_BOOLEAN_F06B5FA2",
    "DERIVED_TSTAMP_TIMESTAMP_BB008AEE",
    "MKT_CAMPAIGN_TEXT_A1F7570A",
    "PAGE_URLPATH_TEXT_DB96DD25",
    "SE_VALUE_DOUBLE_08CDAA7F"
  )
with
  "WINDOW_EVENTS" as (
    select
      "E"."EVENT_ID",
      coalesce("E"."LOAD_TSTAMP", "E"."COLLECTOR_TSTAMP") as "LOAD_TSTAMP",
      "E"."DERIVED_TSTAMP",
      "E"."COLLECTOR_TSTAMP",
      "E"."BR_COOKIES",
      "E"."DOMAIN_USERID",
      "E"."EVENT_NAME",
      "E"."MKT_CAMPAIGN",
      "E"."MKT_MEDIUM",
      "E"."PAGE_URLPATH",
      "E"."SE_VALUE"
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
      "MKT_MEDIUM",
      "BR_COOKIES",
      "MKT_CAMPAIGN",
      "PAGE_URLPATH",
      nullif(
        nullif(
          nullif(nullif(nullif(nullif("SE_VALUE", 'nan'::float), 'inf'::float), '-inf'::float), 'nan'::float),
          'inf'::float
        ),
        '-inf'::float
      ) as "SE_VALUE_FINITE"
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
      coalesce("EVENT_NAME" = 'add_to_cart', false) as "IS_ADD_TO_CART_91822160",
      not equal_null("MKT_MEDIUM", 'internal') as "IS_ANY_EVENT_BY_MKT_MEDIUM_391742D2",
      coalesce("EVENT_NAME" = 'page_view', false) as "IS_PAGE_VIEW_6CEBE55B",
      cast("BR_COOKIES" as varchar) as "BR_COOKIES_BOOLEAN_F06B5FA2",
      regexp_replace(
        to_char(
          iff(year("DERIVED_TSTAMP") between 1 and 9999, "DERIVED_TSTAMP", null),
          'YYYY-MM-DD"T"HH24:MI:SS.FF6'
        ),
        '\\.?0+$',
        ''
      ) || 'Z' as "DERIVED_TSTAMP_TIMESTAMP_BB008AEE",
      "MKT_CAMPAIGN" as "MKT_CAMPAIGN_TEXT_A1F7570A",
      "PAGE_URLPATH" as "PAGE_URLPATH_TEXT_DB96DD25",
      case
        when "SE_VALUE_FINITE" = 0 then '0'
        when abs("SE_VALUE_FINITE") >= 1e21
        or abs("SE_VALUE_FINITE") < 1e-6 then regexp_replace(cast("SE_VALUE_FINITE" as varchar), 'e([+-])0+', 'e\\1')
        when abs("SE_VALUE_FINITE") >= 1e15
        and "SE_VALUE_FINITE" = trunc("SE_VALUE_FINITE") then to_decimal(cast("SE_VALUE_FINITE" as varchar), 38, 0)::varchar
        when abs("SE_VALUE_FINITE") < 1e-3 then rtrim(to_decimal(cast("SE_VALUE_FINITE" as varchar), 38, 28)::varchar, '0')
        else regexp_replace(cast("SE_VALUE_FINITE" as varchar), '\\.0$', '')
      end as "SE_VALUE_DOUBLE_08CDAA7F"
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
  "IS_ADD_TO_CART_91822160",
  "IS_ANY_EVENT_BY_MKT_MEDIUM_391742D2",
  "IS_PAGE_VIEW_6CEBE55B",
  "BR_COOKIES_BOOLEAN_F06B5FA2",
  "DERIVED_TSTAMP_TIMESTAMP_BB008AEE",
  "MKT_CAMPAIGN_TEXT_A1F7570A",
  "PAGE_URLPATH_TEXT_DB96DD25",
  "SE_VALUE_DOUBLE_08CDAA7F"
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
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_B1FB09AF"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_B1FB09AF"
where
  "STAGE_ID" = :2;

-- clear (:1 stage_id)
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_B1FB09AF"
where
  "STAGE_ID" = :1;

-- sweep
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_B1FB09AF"
where
  "STAGED_AT" < dateadd(day, -2, convert_timezone('UTC', current_timestamp())::timestamp_ntz);
