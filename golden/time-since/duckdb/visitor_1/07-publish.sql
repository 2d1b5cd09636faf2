-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_attributes
-- writes: visitor_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- compute
create or replace temporary table "visitor_1_attributes_next" as
with
  "live_aggregates" as (
    select
      "key",
      "count_any_event_04a949ec",
      "count_purchase_6544b52e",
      "max_derived_tstamp_1d274e3d",
      "max_derived_tstamp_970bec76",
      "min_derived_tstamp_08587e94",
      "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 7 day
      and "bucket" < date_trunc('day', cast($as_of as timestamp)) as "in_last_7_days"
    from
      "signals_derived"."visitor_1_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
  ),
  "scalars" as (
    select
      "key",
      max("max_derived_tstamp_1d274e3d") as "max_derived_tstamp_1d274e3d_ever",
      max("max_derived_tstamp_970bec76") as "max_derived_tstamp_970bec76_ever",
      min("min_derived_tstamp_08587e94") as "min_derived_tstamp_08587e94_ever",
      min(if("in_last_7_days", "min_derived_tstamp_08587e94", null)) as "min_derived_tstamp_08587e94_in_last_7_days"
    from
      "live_aggregates"
    group by
      "key"
    having
      sum("count_any_event_04a949ec") > 0
      or sum("count_purchase_6544b52e") > 0
  ),
  "new_values" as (
    select
      "s"."key" as "domain_userid",
      (
        date_diff(
          'microsecond',
          case
            when "s"."max_derived_tstamp_970bec76_ever" > cast($as_of as timestamp) then cast($as_of as timestamp)
            else "s"."max_derived_tstamp_970bec76_ever"
          end,
          cast($as_of as timestamp)
        ) / cast(1000000 as double)
      ) as "seconds_since_last",
      (
        date_diff(
          'microsecond',
          case
            when "s"."max_derived_tstamp_970bec76_ever" > cast($as_of as timestamp) then cast($as_of as timestamp)
            else "s"."max_derived_tstamp_970bec76_ever"
          end,
          cast($as_of as timestamp)
        ) / cast(60000000 as double)
      ) as "minutes_since_last",
      (
        date_diff(
          'microsecond',
          case
            when "s"."max_derived_tstamp_970bec76_ever" > cast($as_of as timestamp) then cast($as_of as timestamp)
            else "s"."max_derived_tstamp_970bec76_ever"
          end,
          cast($as_of as timestamp)
        ) / cast(3600000000 as double)
      ) as "hours_since_last",
      (
        date_diff(
          'microsecond',
          case
            when "s"."min_derived_tstamp_08587e94_ever" > cast($as_of as timestamp) then cast($as_of as timestamp)
            else "s"."min_derived_tstamp_08587e94_ever"
          end,
          cast($as_of as timestamp)
        ) / cast(86400000000 as double)
      ) as "days_since_first",
      try_cast(
        sbe_whole(
          cast(
            (
              date_diff(
                'microsecond',
                case
                  when "s"."min_derived_tstamp_08587e94_ever" > cast($as_of as timestamp) then cast($as_of as timestamp)
                  else "s"."min_derived_tstamp_08587e94_ever"
                end,
                cast($as_of as timestamp)
              ) / cast(86400000000 as double)
            ) as varchar
          )
        ) as integer
      ) as "whole_days_since_first",
      sbe_double_text(
        (
          date_diff(
            'microsecond',
            case
              when "s"."max_derived_tstamp_970bec76_ever" > cast($as_of as timestamp) then cast($as_of as timestamp)
              else "s"."max_derived_tstamp_970bec76_ever"
            end,
            cast($as_of as timestamp)
          ) / cast(3600000000 as double)
        )
      ) as "hours_as_text",
      (
        date_diff(
          'microsecond',
          case
            when "s"."max_derived_tstamp_1d274e3d_ever" > cast($as_of as timestamp) then cast($as_of as timestamp)
            else "s"."max_derived_tstamp_1d274e3d_ever"
          end,
          cast($as_of as timestamp)
        ) / cast(86400000000 as double)
      ) as "days_since_purchase",
      coalesce(
        (
          date_diff(
            'microsecond',
            case
              when "s"."max_derived_tstamp_1d274e3d_ever" > cast($as_of as timestamp) then cast($as_of as timestamp)
              else "s"."max_derived_tstamp_1d274e3d_ever"
            end,
            cast($as_of as timestamp)
          ) / cast(86400000000 as double)
        ),
        9999e0
      ) as "days_or_never",
      (
        date_diff(
          'microsecond',
          case
            when "s"."min_derived_tstamp_08587e94_in_last_7_days" > cast($as_of as timestamp) then cast($as_of as timestamp)
            else "s"."min_derived_tstamp_08587e94_in_last_7_days"
          end,
          cast($as_of as timestamp)
        ) / cast(3600000000 as double)
      ) as "since_first_of_week"
    from
      "scalars" as "s"
  )
select
  "n"."domain_userid",
  "n"."seconds_since_last",
  "n"."minutes_since_last",
  "n"."hours_since_last",
  "n"."days_since_first",
  "n"."whole_days_since_first",
  "n"."hours_as_text",
  "n"."days_since_purchase",
  "n"."days_or_never",
  "n"."since_first_of_week",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."domain_userid" is not null
    and "n"."seconds_since_last" is not distinct from "p"."seconds_since_last"
    and "n"."minutes_since_last" is not distinct from "p"."minutes_since_last"
    and "n"."hours_since_last" is not distinct from "p"."hours_since_last"
    and "n"."days_since_first" is not distinct from "p"."days_since_first"
    and "n"."whole_days_since_first" is not distinct from "p"."whole_days_since_first"
    and "n"."hours_as_text" is not distinct from "p"."hours_as_text"
    and "n"."days_since_purchase" is not distinct from "p"."days_since_purchase"
    and "n"."days_or_never" is not distinct from "p"."days_or_never"
    and "n"."since_first_of_week" is not distinct from "p"."since_first_of_week" then "p"."updated_at"
    else (now() at time zone 'UTC')
  end as "updated_at"
from
  "new_values" as "n"
  left join "signals_derived"."visitor_1_attributes" as "p" on "p"."domain_userid" = "n"."domain_userid";

-- begin
begin transaction;

-- clear
delete from "signals_derived"."visitor_1_attributes";

-- fill
insert into
  "signals_derived"."visitor_1_attributes" (
    "domain_userid",
    "seconds_since_last",
    "minutes_since_last",
    "hours_since_last",
    "days_since_first",
    "whole_days_since_first",
    "hours_as_text",
    "days_since_purchase",
    "days_or_never",
    "since_first_of_week",
    "as_of",
    "updated_at"
  )
select
  "domain_userid",
  "seconds_since_last",
  "minutes_since_last",
  "hours_since_last",
  "days_since_first",
  "whole_days_since_first",
  "hours_as_text",
  "days_since_purchase",
  "days_or_never",
  "since_first_of_week",
  "as_of",
  "updated_at"
from
  "visitor_1_attributes_next";

-- commit
commit;

-- count
select
  count(*) as "key_count",
  count_if("updated_at" >= cast($published_since as timestamp)) as "changed_count"
from
  "visitor_1_attributes_next";

-- drop
drop table if exists "visitor_1_attributes_next";
