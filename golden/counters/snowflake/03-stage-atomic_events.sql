-- stage atomic_events
-- Reads the events of one window from the source, once for visitor_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_4e469639
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
create transient table if not exists "SIGNALS_SCRATCH"."SBE_EVENTS_4E469639" (
  "STAGE_ID" varchar,
  "STAGED_AT" timestamp_ntz,
  "EVENT_ID" varchar,
  "LOAD_TSTAMP" timestamp_ntz,
  "DERIVED_TSTAMP" timestamp_ntz,
  "KEY_DOMAIN_USERID_B6213CAB" varchar,
  "IS_ANY_EVENT_BY_BR_COOKIES_02FE1C22" boolean,
  "IS_ANY_EVENT_BY_DERIVED_TSTAMP_339FFEE9" boolean,
  "IS_ANY_EVENT_BY_GEO_COUNTRY_19BC9479" boolean,
  "IS_ANY_EVENT_BY_GEO_COUNTRY_35094448" boolean,
  "IS_ANY_EVENT_BY_GEO_COUNTRY_3F4BAF12" boolean,
  "IS_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VALUE_A0B5A398" boolean,
  "IS_ANY_EVENT_BY_GEO_COUNTRY_D0BF082A" boolean,
  "IS_ANY_EVENT_BY_GEO_COUNTRY_F6BE5F3B" boolean,
  "IS_ANY_EVENT_BY_SE_VALUE_48D8971B" boolean,
  "IS_ANY_EVENT_BY_SE_VALUE_4B71DFF1" boolean,
  "IS_ANY_EVENT_BY_SE_VALUE_76AD9A45" boolean,
  "IS_ANY_EVENT_BY_SE_VALUE_9DC09079" boolean,
  "IS_PAGE_VIEW_6CEBE55B" boolean,
  "IS_PAGE_VIEW_BY_PAGE_URLPATH_A0A9515E" boolean,
  "IS_PURCHASE_2F589707" boolean
) data_retention_time_in_days = 0;

-- scan (:1 hi, :2 lo, :3 since, :4 stage_id)
insert into
  "SIGNALS_SCRATCH"."SBE_EVENTS_4E469639" (
    "STAGE_ID",
    "STAGED_AT",
    "EVENT_ID",
    "LOAD_TSTAMP",
    "DERIVED_TSTAMP",
    "KEY_DOMAIN_USERID_B6213CAB",
    "IS_ANY_EVENT_BY_BR_COOKIES_02FE1C22",
    "IS_ANY_EVENT_BY_DERIVED_TSTAMP_339FFEE9",
    "IS_ANY_EVENT_BY_GEO_COUNTRY_19BC9479",
    "IS_ANY_EVENT_BY_GEO_COUNTRY_35094448",
    "IS_ANY_EVENT_BY_GEO_COUNTRY_3F4BAF12",
    "IS_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VALUE_A0B5A398",
    "IS_ANY_EVENT_BY_GEO_COUNTRY_D0BF082A",
    "IS_ANY_EVENT_BY_GEO_COUNTRY_F6BE5F3B",
    "IS_ANY_EVENT_BY_SE_VALUE_48D8971B",
    "IS_ANY_EVENT_BY_SE_VALUE_4B71DFF1",
    "IS_ANY_EVENT_BY_SE_VALUE_76AD9A45",
    "IS_ANY_EVENT_BY_SE_VALUE_9DC09079",
    "IS_PAGE_VIEW_6CEBE55B",
    "IS_PAGE_VIEW_BY_PAGE_URLPATH_A0A9515E",
    "IS_PURCHASE_2F589707"
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
      "E"."GEO_COUNTRY",
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
      "BR_COOKIES",
      "GEO_COUNTRY",
      "PAGE_URLPATH",
      "EVENT_NAME",
      nullif(nullif(nullif("SE_VALUE", 'nan'::float), 'inf'::float), '-inf'::float) as "SE_VALUE_FINITE"
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
      coalesce("BR_COOKIES" = true, false) as "IS_ANY_EVENT_BY_BR_COOKIES_02FE1C22",
      coalesce("DERIVED_TSTAMP" >= cast('2024-03-12T00:00:00.000000Z' as timestamp_ntz), false) as "IS_ANY_EVENT_BY_DERIVED_TSTAMP_339FFEE9",
      "GEO_COUNTRY" is not null as "IS_ANY_EVENT_BY_GEO_COUNTRY_19BC9479",
      not equal_null("GEO_COUNTRY", 'SE') as "IS_ANY_EVENT_BY_GEO_COUNTRY_35094448",
      "GEO_COUNTRY" is null as "IS_ANY_EVENT_BY_GEO_COUNTRY_3F4BAF12",
      coalesce(
        "GEO_COUNTRY" in ('DK', 'SE')
        and (
          "SE_VALUE_FINITE" > 10::float
          or "PAGE_URLPATH" like '/product/%'
        ),
        false
      ) as "IS_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VALUE_A0B5A398",
      coalesce("GEO_COUNTRY" in ('DK', 'NO', 'SE'), false) as "IS_ANY_EVENT_BY_GEO_COUNTRY_D0BF082A",
      coalesce("GEO_COUNTRY" = 'SE', false) as "IS_ANY_EVENT_BY_GEO_COUNTRY_F6BE5F3B",
      coalesce("SE_VALUE_FINITE" < 10::float, false) as "IS_ANY_EVENT_BY_SE_VALUE_48D8971B",
      coalesce("SE_VALUE_FINITE" >= 10::float, false) as "IS_ANY_EVENT_BY_SE_VALUE_4B71DFF1",
      coalesce("SE_VALUE_FINITE" <= 10::float, false) as "IS_ANY_EVENT_BY_SE_VALUE_76AD9A45",
      coalesce("SE_VALUE_FINITE" > 10::float, false) as "IS_ANY_EVENT_BY_SE_VALUE_9DC09079",
      coalesce("EVENT_NAME" = 'page_view', false) as "IS_PAGE_VIEW_6CEBE55B",
      coalesce(
        "EVENT_NAME" = 'page_view'
        and "PAGE_URLPATH" like '/product/%',
        false
      ) as "IS_PAGE_VIEW_BY_PAGE_URLPATH_A0A9515E",
      coalesce("EVENT_NAME" = 'purchase', false) as "IS_PURCHASE_2F589707"
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
  "IS_ANY_EVENT_BY_BR_COOKIES_02FE1C22",
  "IS_ANY_EVENT_BY_DERIVED_TSTAMP_339FFEE9",
  "IS_ANY_EVENT_BY_GEO_COUNTRY_19BC9479",
  "IS_ANY_EVENT_BY_GEO_COUNTRY_35094448",
  "IS_ANY_EVENT_BY_GEO_COUNTRY_3F4BAF12",
  "IS_ANY_EVENT_BY_GEO_COUNTRY_BY_SE_VALUE_A0B5A398",
  "IS_ANY_EVENT_BY_GEO_COUNTRY_D0BF082A",
  "IS_ANY_EVENT_BY_GEO_COUNTRY_F6BE5F3B",
  "IS_ANY_EVENT_BY_SE_VALUE_48D8971B",
  "IS_ANY_EVENT_BY_SE_VALUE_4B71DFF1",
  "IS_ANY_EVENT_BY_SE_VALUE_76AD9A45",
  "IS_ANY_EVENT_BY_SE_VALUE_9DC09079",
  "IS_PAGE_VIEW_6CEBE55B",
  "IS_PAGE_VIEW_BY_PAGE_URLPATH_A0A9515E",
  "IS_PURCHASE_2F589707"
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
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_4E469639"
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
  "SIGNALS_SCRATCH"."SBE_EVENTS_4E469639"
where
  "STAGE_ID" = :2;

-- clear (:1 stage_id)
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_4E469639"
where
  "STAGE_ID" = :1;

-- sweep
delete from "SIGNALS_SCRATCH"."SBE_EVENTS_4E469639"
where
  "STAGED_AT" < dateadd(day, -2, convert_timezone('UTC', current_timestamp())::timestamp_ntz);
