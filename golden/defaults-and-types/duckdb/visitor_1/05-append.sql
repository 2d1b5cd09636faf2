-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_32d6043b, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events
-- parameters:
--   remember_since  event ids loaded after this time are remembered
--   seen            segments whose event ids were counted before, joined by commas
--   segment         a new random id for what this window appends
--   since           events loaded after this time are read: the window less the overlap
--   stage_id        a new random id for every scan

-- aggregates
insert into
  "signals_derived"."visitor_1_aggregates" (
    "segment",
    "key",
    "bucket",
    "count_any_event_04a949ec",
    "count_purchase_6544b52e",
    "last_se_label_11ceb8f1",
    "last_se_label_2c38a6e0",
    "last_se_label_461fb935",
    "last_se_label_6c9c43b6",
    "last_se_label_8ca5f092",
    "last_se_label_92df76ef",
    "last_se_label_9cec708c",
    "last_se_label_9f483d69",
    "last_se_label_c0171453",
    "last_se_label_eb34bf71",
    "last_se_label_eece86d7",
    "last_se_label_fd842a55",
    "sum_se_label_36b02d09"
  )
with
  "counted_events" as (
    select
      "event_id",
      "load_tstamp"
    from
      "signals_scratch"."visitor_1_seen_events"
    where
      "segment" in (
        select
          unnest(string_split($seen, ','))
      )
      and "load_tstamp" >= cast($since as timestamp) - interval 5 day
  ),
  "fresh_events" as (
    select
      "e"."key_domain_userid_b6213cab" as "key",
      cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
      "e"."event_id",
      "e"."derived_tstamp",
      "e"."is_purchase_2f589707",
      "e"."se_label_boolean_bb36f9d3",
      "e"."se_label_decimal_c0e78d06",
      "e"."se_label_double_3c5dd576",
      "e"."se_label_integer_09a06668",
      "e"."se_label_object_9af77e05",
      "e"."se_label_text_50c48683",
      "e"."se_label_timestamp_70e99a5f"
    from
      "sbe_events_32d6043b" as "e"
      left join "counted_events" as "c" on "c"."event_id" = "e"."event_id"
      and "c"."load_tstamp" >= "e"."load_tstamp" - interval 5 day
      and "c"."load_tstamp" <= "e"."load_tstamp" + interval 5 day
    where
      "e"."stage_id" = $stage_id
      and "e"."key_domain_userid_b6213cab" is not null
      and "e"."derived_tstamp" is not null
      and "c"."event_id" is null
  )
select
  $segment as "segment",
  "key",
  "bucket",
  count(*) as "count_any_event_04a949ec",
  nullif(count_if("is_purchase_2f589707"), 0) as "count_purchase_6544b52e",
  max(
    if(
      "se_label_double_3c5dd576" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_double_3c5dd576"},
      null
    )
  ) as "last_se_label_11ceb8f1",
  max(
    if(
      "se_label_text_50c48683" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_text_50c48683"},
      null
    )
  ) as "last_se_label_2c38a6e0",
  max(
    if(
      "is_purchase_2f589707"
      and "se_label_text_50c48683" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_text_50c48683"},
      null
    )
  ) as "last_se_label_461fb935",
  max(
    if(
      "se_label_object_9af77e05" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_object_9af77e05"},
      null
    )
  ) as "last_se_label_6c9c43b6",
  max(
    if(
      "se_label_integer_09a06668" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_integer_09a06668"},
      null
    )
  ) as "last_se_label_8ca5f092",
  max(
    if(
      "se_label_boolean_bb36f9d3" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_boolean_bb36f9d3"},
      null
    )
  ) as "last_se_label_92df76ef",
  max(
    if(
      "is_purchase_2f589707"
      and "se_label_timestamp_70e99a5f" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_timestamp_70e99a5f"},
      null
    )
  ) as "last_se_label_9cec708c",
  max(
    if(
      "is_purchase_2f589707"
      and "se_label_integer_09a06668" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_integer_09a06668"},
      null
    )
  ) as "last_se_label_9f483d69",
  max(
    if(
      "is_purchase_2f589707"
      and "se_label_boolean_bb36f9d3" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_boolean_bb36f9d3"},
      null
    )
  ) as "last_se_label_c0171453",
  max(
    if(
      "is_purchase_2f589707"
      and "se_label_object_9af77e05" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_object_9af77e05"},
      null
    )
  ) as "last_se_label_eb34bf71",
  max(
    if(
      "se_label_timestamp_70e99a5f" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_timestamp_70e99a5f"},
      null
    )
  ) as "last_se_label_eece86d7",
  max(
    if(
      "is_purchase_2f589707"
      and "se_label_double_3c5dd576" is not null,
      {'t': "derived_tstamp", 'e': coalesce("event_id", ''), 'v': "se_label_double_3c5dd576"},
      null
    )
  ) as "last_se_label_fd842a55",
  sum("se_label_decimal_c0e78d06") as "sum_se_label_36b02d09"
from
  "fresh_events"
group by
  "key",
  "bucket";

-- value_aggregates
insert into
  "signals_derived"."visitor_1_value_aggregates" ("segment", "key", "bucket", "state", "value", "n", "last_order")
with
  "counted_events" as (
    select
      "event_id",
      "load_tstamp"
    from
      "signals_scratch"."visitor_1_seen_events"
    where
      "segment" in (
        select
          unnest(string_split($seen, ','))
      )
      and "load_tstamp" >= cast($since as timestamp) - interval 5 day
  ),
  "fresh_events" as (
    select
      "e"."key_domain_userid_b6213cab" as "key",
      "e"."event_id",
      "e"."derived_tstamp",
      "e"."is_purchase_2f589707",
      "e"."se_label_boolean_bb36f9d3",
      "e"."se_label_double_3c5dd576",
      "e"."se_label_int32_43d395ce",
      "e"."se_label_int64_1b245f77",
      "e"."se_label_text_50c48683",
      "e"."se_label_timestamp_70e99a5f"
    from
      "sbe_events_32d6043b" as "e"
      left join "counted_events" as "c" on "c"."event_id" = "e"."event_id"
      and "c"."load_tstamp" >= "e"."load_tstamp" - interval 5 day
      and "c"."load_tstamp" <= "e"."load_tstamp" + interval 5 day
    where
      "e"."stage_id" = $stage_id
      and "e"."is_purchase_2f589707"
      and "e"."key_domain_userid_b6213cab" is not null
      and "e"."derived_tstamp" is not null
      and "c"."event_id" is null
  )
select
  $segment as "segment",
  "key",
  cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
  'values_se_label_0e4f8436' as "state",
  "se_label_double_3c5dd576" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "is_purchase_2f589707"
  and "se_label_double_3c5dd576" is not null
group by
  "key",
  "se_label_double_3c5dd576"
union all
select
  $segment as "segment",
  "key",
  cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
  'values_se_label_278b84ff' as "state",
  "se_label_boolean_bb36f9d3" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "is_purchase_2f589707"
  and "se_label_boolean_bb36f9d3" is not null
group by
  "key",
  "se_label_boolean_bb36f9d3"
union all
select
  $segment as "segment",
  "key",
  cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
  'values_se_label_29def334' as "state",
  "se_label_int64_1b245f77" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "is_purchase_2f589707"
  and "se_label_int64_1b245f77" is not null
group by
  "key",
  "se_label_int64_1b245f77"
union all
select
  $segment as "segment",
  "key",
  cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
  'values_se_label_2bf9171b' as "state",
  "se_label_int32_43d395ce" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "is_purchase_2f589707"
  and "se_label_int32_43d395ce" is not null
group by
  "key",
  "se_label_int32_43d395ce"
union all
select
  $segment as "segment",
  "key",
  cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
  'values_se_label_797c4b79' as "state",
  "se_label_timestamp_70e99a5f" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "is_purchase_2f589707"
  and "se_label_timestamp_70e99a5f" is not null
group by
  "key",
  "se_label_timestamp_70e99a5f"
union all
select
  $segment as "segment",
  "key",
  cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
  'values_se_label_9e3f03cb' as "state",
  "se_label_text_50c48683" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "is_purchase_2f589707"
  and "se_label_text_50c48683" is not null
group by
  "key",
  "se_label_text_50c48683";

-- seen_events
insert into
  "signals_scratch"."visitor_1_seen_events" ("segment", "event_id", "load_tstamp")
with
  "counted_events" as (
    select
      "event_id",
      "load_tstamp"
    from
      "signals_scratch"."visitor_1_seen_events"
    where
      "segment" in (
        select
          unnest(string_split($seen, ','))
      )
      and "load_tstamp" >= cast($since as timestamp) - interval 5 day
  )
select
  $segment as "segment",
  "e"."event_id",
  "e"."load_tstamp"
from
  "sbe_events_32d6043b" as "e"
  left join "counted_events" as "c" on "c"."event_id" = "e"."event_id"
  and "c"."load_tstamp" >= "e"."load_tstamp" - interval 5 day
  and "c"."load_tstamp" <= "e"."load_tstamp" + interval 5 day
where
  "e"."stage_id" = $stage_id
  and "e"."key_domain_userid_b6213cab" is not null
  and "e"."event_id" is not null
  and "e"."load_tstamp" > cast($remember_since as timestamp)
  and "c"."event_id" is null;
