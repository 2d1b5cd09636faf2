-- stage atomic_events
-- Reads the events of one window from the source, once for account_1: of the copies of an event
-- the first, filters and properties evaluated.
-- reads:  atomic.events
-- writes: sbe_events_ebe0ea26
-- parameters:
--   hi        the window ends with this load time
--   lo        the window begins after this load time
--   since     events loaded after this time are read: the window less the overlap
--   stage_id  a new random id for every scan

-- newest_load
select
  max("e"."load_tstamp") as "newest_load",
  max(if("e"."load_tstamp" is null, "e"."collector_tstamp", null)) as "newest_without_load"
from
  "atomic"."events" as "e"
where
  (
    "e"."load_tstamp" > cast($lo as timestamp)
    and "e"."load_tstamp" <= cast($hi as timestamp)
  )
  or (
    "e"."load_tstamp" is null
    and "e"."collector_tstamp" > cast($lo as timestamp)
    and "e"."collector_tstamp" <= cast($hi as timestamp)
  );

-- first_load
select
  min("e"."load_tstamp") as "first_load",
  min(if("e"."load_tstamp" is null, "e"."collector_tstamp", null)) as "first_without_load"
from
  "atomic"."events" as "e"
where
  (
    "e"."load_tstamp" >= cast('1970-01-01T00:00:00Z' as timestamp)
    and "e"."load_tstamp" <= cast($hi as timestamp)
  )
  or (
    "e"."load_tstamp" is null
    and "e"."collector_tstamp" >= cast('1970-01-01T00:00:00Z' as timestamp)
    and "e"."collector_tstamp" <= cast($hi as timestamp)
  );

-- next_load
select
  min("e"."load_tstamp") as "first_load",
  min(if("e"."load_tstamp" is null, "e"."collector_tstamp", null)) as "first_without_load"
from
  "atomic"."events" as "e"
where
  (
    "e"."load_tstamp" > cast($lo as timestamp)
    and "e"."load_tstamp" <= cast($hi as timestamp)
  )
  or (
    "e"."load_tstamp" is null
    and "e"."collector_tstamp" > cast($lo as timestamp)
    and "e"."collector_tstamp" <= cast($hi as timestamp)
  );

-- loads_by_day
with
  "load_days" as (
    select
      date_trunc('day', coalesce("e"."load_tstamp", "e"."collector_tstamp")) as "load_day"
    from
      "atomic"."events" as "e"
    where
      (
        (
          "e"."load_tstamp" > cast($lo as timestamp)
          and "e"."load_tstamp" <= cast($hi as timestamp)
        )
        or "e"."load_tstamp" is null
      )
      and (
        "e"."load_tstamp" is not null
        or (
          "e"."collector_tstamp" > cast($lo as timestamp)
          and "e"."collector_tstamp" <= cast($hi as timestamp)
        )
      )
  )
select
  "load_day",
  count(*) as "row_count"
from
  "load_days"
group by
  "load_day"
order by
  "load_day";

-- unloaded
select
  count(*) as "row_count"
from
  "atomic"."events" as "e"
where
  "e"."load_tstamp" is null
  and "e"."collector_tstamp" is null;

-- create
create temporary table if not exists "sbe_events_ebe0ea26" (
  "stage_id" varchar,
  "staged_at" timestamp,
  "event_id" varchar,
  "load_tstamp" timestamp,
  "derived_tstamp" timestamp,
  "key_id_8f1de9a9" varchar,
  "domain_userid_text_0a173ed6" varchar,
  "plan_text_f752cfec" varchar
);

-- scan
insert into
  "sbe_events_ebe0ea26" (
    "stage_id",
    "staged_at",
    "event_id",
    "load_tstamp",
    "derived_tstamp",
    "key_id_8f1de9a9",
    "domain_userid_text_0a173ed6",
    "plan_text_f752cfec"
  )
with
  "window_events" as (
    select
      "e"."event_id",
      coalesce("e"."load_tstamp", "e"."collector_tstamp") as "load_tstamp",
      "e"."derived_tstamp",
      "e"."collector_tstamp",
      "e"."contexts_com_acme_account_1" [1]."id" as "acme_account_id",
      "e"."contexts_com_acme_account_1" [1]."plan" as "acme_account_plan",
      "e"."domain_userid"
    from
      "atomic"."events" as "e"
    where
      (
        (
          "e"."load_tstamp" > cast($since as timestamp)
          and "e"."load_tstamp" <= cast($hi as timestamp)
        )
        or "e"."load_tstamp" is null
      )
      and (
        "e"."load_tstamp" is not null
        or (
          "e"."collector_tstamp" > cast($since as timestamp)
          and "e"."collector_tstamp" <= cast($hi as timestamp)
        )
      )
      and (
        "e"."event_id" is not null
        or coalesce("e"."load_tstamp", "e"."collector_tstamp") > cast($lo as timestamp)
      )
  ),
  "matching_events" as (
    select
      "event_id",
      "load_tstamp",
      "derived_tstamp",
      "collector_tstamp",
      sbe_any_text("acme_account_id") as "key_id_8f1de9a9",
      "domain_userid" as "domain_userid_text_0a173ed6",
      sbe_any_text("acme_account_plan") as "plan_text_f752cfec"
    from
      "window_events"
  )
select
  $stage_id as "stage_id",
  (now() at time zone 'UTC') as "staged_at",
  "event_id",
  "load_tstamp",
  "derived_tstamp",
  "key_id_8f1de9a9",
  "domain_userid_text_0a173ed6",
  "plan_text_f752cfec"
from
  "matching_events"
qualify
  "event_id" is null
  or row_number() over (
    partition by
      "event_id"
    order by
      "load_tstamp" nulls last,
      "derived_tstamp" nulls last,
      "collector_tstamp" nulls last
  ) = 1
  or "load_tstamp" > lag("load_tstamp") over (
    partition by
      "event_id"
    order by
      "load_tstamp" nulls last,
      "derived_tstamp" nulls last,
      "collector_tstamp" nulls last
  ) + interval 5 day;

-- narrow
delete from "sbe_events_ebe0ea26"
where
  "stage_id" = $stage_id
  and "load_tstamp" <= cast($lo as timestamp);

-- count
select
  count(*) as "row_count",
  count_if("load_tstamp" > cast($lo as timestamp)) as "account_1_events",
  count_if(
    "load_tstamp" > cast($lo as timestamp)
    and "derived_tstamp" is null
  ) as "account_1_without_derived_tstamp",
  count_if(
    "load_tstamp" > cast($lo as timestamp)
    and "key_id_8f1de9a9" is null
  ) as "account_1_without_key"
from
  "sbe_events_ebe0ea26"
where
  "stage_id" = $stage_id;

-- clear
delete from "sbe_events_ebe0ea26"
where
  "stage_id" = $stage_id;
