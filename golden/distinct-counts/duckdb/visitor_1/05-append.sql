-- visitor_1: append
-- Adds the window's events to the states of visitor_1, but for events that an earlier window has
-- counted. What is older than every window is added up without its day. Nothing counts until the
-- ledger names the segment.
-- reads:  sbe_events_00e85cd3, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events
-- parameters:
--   oldest_day      no window reaches days before this one
--   remember_since  event ids loaded after this time are remembered
--   seen            segments whose event ids were counted before, joined by commas
--   segment         a new random id for what this window appends
--   since           events loaded after this time are read: the window less the overlap
--   stage_id        a new random id for every scan

-- aggregates
insert into
  "signals_derived"."visitor_1_aggregates" ("segment", "key", "bucket", "count_add_to_cart_66be2cf4", "count_any_event_04a949ec")
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
      "e"."is_add_to_cart_91822160"
    from
      "sbe_events_00e85cd3" as "e"
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
  nullif(count_if("is_add_to_cart_91822160"), 0) as "count_add_to_cart_66be2cf4",
  count(*) as "count_any_event_04a949ec"
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
      "e"."active_day_text_b7012fb7",
      "e"."is_add_to_cart_91822160",
      "e"."page_urlpath_text_db96dd25",
      "e"."se_label_text_50c48683",
      "e"."se_value_text_81f4acae"
    from
      "sbe_events_00e85cd3" as "e"
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
  cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
  'distinct_active_day_af902f73' as "state",
  "active_day_text_b7012fb7" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "active_day_text_b7012fb7" is not null
group by
  "key",
  "active_day_text_b7012fb7"
union all
select
  $segment as "segment",
  "key",
  cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
  'distinct_page_urlpath_6c400f94' as "state",
  "page_urlpath_text_db96dd25" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "is_add_to_cart_91822160"
  and "page_urlpath_text_db96dd25" is not null
group by
  "key",
  "page_urlpath_text_db96dd25"
union all
select
  $segment as "segment",
  "key",
  case
    when "derived_tstamp" >= cast($oldest_day as timestamp) then date_trunc('day', "derived_tstamp")
    else cast('1970-01-01T00:00:00Z' as timestamp)
  end as "bucket",
  'distinct_page_urlpath_ac50df94' as "state",
  "page_urlpath_text_db96dd25" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "page_urlpath_text_db96dd25" is not null
group by
  "key",
  case
    when "derived_tstamp" >= cast($oldest_day as timestamp) then date_trunc('day', "derived_tstamp")
    else cast('1970-01-01T00:00:00Z' as timestamp)
  end,
  "page_urlpath_text_db96dd25"
union all
select
  $segment as "segment",
  "key",
  cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
  'distinct_se_label_88f91f73' as "state",
  "se_label_text_50c48683" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "se_label_text_50c48683" is not null
group by
  "key",
  "se_label_text_50c48683"
union all
select
  $segment as "segment",
  "key",
  cast('1970-01-01T00:00:00Z' as timestamp) as "bucket",
  'distinct_se_value_94084a21' as "state",
  "se_value_text_81f4acae" as "value",
  count(*) as "n",
  max({'t': "derived_tstamp", 'e': coalesce("event_id", '')}) as "last_order"
from
  "fresh_events"
where
  "se_value_text_81f4acae" is not null
group by
  "key",
  "se_value_text_81f4acae";

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
  "sbe_events_00e85cd3" as "e"
  left join "counted_events" as "c" on "c"."event_id" = "e"."event_id"
  and "c"."load_tstamp" >= "e"."load_tstamp" - interval 5 day
  and "c"."load_tstamp" <= "e"."load_tstamp" + interval 5 day
where
  "e"."stage_id" = $stage_id
  and "e"."key_domain_userid_b6213cab" is not null
  and "e"."event_id" is not null
  and "e"."load_tstamp" > cast($remember_since as timestamp)
  and "c"."event_id" is null;
