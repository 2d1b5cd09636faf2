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
create temporary table if not exists "sbe_events_32d6043b" (
  "stage_id" varchar,
  "staged_at" timestamp,
  "event_id" varchar,
  "load_tstamp" timestamp,
  "derived_tstamp" timestamp,
  "key_domain_userid_b6213cab" varchar,
  "is_purchase_2f589707" boolean,
  "se_label_boolean_bb36f9d3" varchar,
  "se_label_decimal_c0e78d06" decimal(38, 9),
  "se_label_double_3c5dd576" varchar,
  "se_label_int32_43d395ce" varchar,
  "se_label_int64_1b245f77" varchar,
  "se_label_integer_09a06668" varchar,
  "se_label_object_9af77e05" varchar,
  "se_label_text_50c48683" varchar,
  "se_label_timestamp_70e99a5f" varchar
);

-- scan
insert into
  "sbe_events_32d6043b" (
    "stage_id",
    "staged_at",
    "event_id",
    "load_tstamp",
    "derived_tstamp",
    "key_domain_userid_b6213cab",
    "is_purchase_2f589707",
    "se_label_boolean_bb36f9d3",
    "se_label_decimal_c0e78d06",
    "se_label_double_3c5dd576",
    "se_label_int32_43d395ce",
    "se_label_int64_1b245f77",
    "se_label_integer_09a06668",
    "se_label_object_9af77e05",
    "se_label_text_50c48683",
    "se_label_timestamp_70e99a5f"
  )
with
  "window_events" as (
    select
      "e"."event_id",
      coalesce("e"."load_tstamp", "e"."collector_tstamp") as "load_tstamp",
      "e"."derived_tstamp",
      "e"."collector_tstamp",
      "e"."domain_userid",
      "e"."event_name",
      "e"."se_label"
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
      "domain_userid" as "key_domain_userid_b6213cab",
      coalesce("event_name" = 'purchase', false) as "is_purchase_2f589707",
      cast(sbe_boolean("se_label") as varchar) as "se_label_boolean_bb36f9d3",
      sbe_decimal("se_label") as "se_label_decimal_c0e78d06",
      sbe_double_text(sbe_double("se_label")) as "se_label_double_3c5dd576",
      cast(try_cast(sbe_whole("se_label") as integer) as varchar) as "se_label_int32_43d395ce",
      cast(try_cast(sbe_whole("se_label") as bigint) as varchar) as "se_label_int64_1b245f77",
      cast(sbe_whole("se_label") as varchar) as "se_label_integer_09a06668",
      sbe_object("se_label") as "se_label_object_9af77e05",
      "se_label" as "se_label_text_50c48683",
      sbe_timestamp_text(sbe_timestamp("se_label")) as "se_label_timestamp_70e99a5f"
    from
      "window_events"
  )
select
  $stage_id as "stage_id",
  (now() at time zone 'UTC') as "staged_at",
  "event_id",
  "load_tstamp",
  "derived_tstamp",
  "key_domain_userid_b6213cab",
  "is_purchase_2f589707",
  "se_label_boolean_bb36f9d3",
  "se_label_decimal_c0e78d06",
  "se_label_double_3c5dd576",
  "se_label_int32_43d395ce",
  "se_label_int64_1b245f77",
  "se_label_integer_09a06668",
  "se_label_object_9af77e05",
  "se_label_text_50c48683",
  "se_label_timestamp_70e99a5f"
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
delete from "sbe_events_32d6043b"
where
  "stage_id" = $stage_id
  and "load_tstamp" <= cast($lo as timestamp);

-- count
select
  count(*) as "row_count",
  count_if("load_tstamp" > cast($lo as timestamp)) as "visitor_1_events",
  count_if(
    "load_tstamp" > cast($lo as timestamp)
    and "derived_tstamp" is null
  ) as "visitor_1_without_derived_tstamp",
  count_if(
    "load_tstamp" > cast($lo as timestamp)
    and "key_domain_userid_b6213cab" is null
  ) as "visitor_1_without_key"
from
  "sbe_events_32d6043b"
where
  "stage_id" = $stage_id;

-- clear
delete from "sbe_events_32d6043b"
where
  "stage_id" = $stage_id;
