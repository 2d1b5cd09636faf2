-- account_1: publish
-- Makes the attributes of account_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  account_1_aggregates, account_1_value_aggregates, account_1_attributes
-- writes: account_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- compute
create or replace temporary table "account_1_attributes_next" as
with
  "live_aggregates" as (
    select
      "key",
      "count_any_event_04a949ec",
      "last_plan_50ad4ef0"
    from
      "signals_derived"."account_1_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
  ),
  "scalars" as (
    select
      "key",
      sum("count_any_event_04a949ec") as "count_any_event_04a949ec_ever",
      max("last_plan_50ad4ef0") as "last_plan_50ad4ef0_ever"
    from
      "live_aggregates"
    group by
      "key"
    having
      sum("count_any_event_04a949ec") > 0
  ),
  "live_values" as (
    select
      "key",
      "state",
      "value",
      "n",
      "last_order"
    from
      "signals_derived"."account_1_value_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
      and "state" in ('distinct_domain_userid_d0584648')
  ),
  "value_totals" as (
    select
      "key",
      "state",
      "value",
      sum("n") as "n_ever",
      max("last_order") as "last_order_ever"
    from
      "live_values"
    group by
      "key",
      "state",
      "value"
  ),
  "value_summaries" as (
    select
      "key",
      nullif(
        count_if(
          "state" = 'distinct_domain_userid_d0584648'
          and "n_ever" is not null
        ),
        0
      ) as "distinct_distinct_domain_userid_d0584648_ever"
    from
      "value_totals"
    group by
      "key"
  ),
  "states_of_keys" as (
    select
      "s"."key",
      "s"."count_any_event_04a949ec_ever",
      "s"."last_plan_50ad4ef0_ever",
      "v"."distinct_distinct_domain_userid_d0584648_ever"
    from
      "scalars" as "s"
      left join "value_summaries" as "v" on "v"."key" = "s"."key"
  ),
  "new_values" as (
    select
      "s"."key" as "account_id",
      coalesce(cast("s"."count_any_event_04a949ec_ever" as bigint), 0) as "events",
      coalesce(cast("s"."distinct_distinct_domain_userid_d0584648_ever" as bigint), 0) as "users",
      struct_extract("s"."last_plan_50ad4ef0_ever", 'v') as "last_plan"
    from
      "states_of_keys" as "s"
  )
select
  "n"."account_id",
  "n"."events",
  "n"."users",
  "n"."last_plan",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."account_id" is not null
    and "n"."events" is not distinct from "p"."events"
    and "n"."users" is not distinct from "p"."users"
    and "n"."last_plan" is not distinct from "p"."last_plan" then "p"."updated_at"
    else (now() at time zone 'UTC')
  end as "updated_at"
from
  "new_values" as "n"
  left join "signals_derived"."account_1_attributes" as "p" on "p"."account_id" = "n"."account_id";

-- begin
begin transaction;

-- clear
delete from "signals_derived"."account_1_attributes";

-- fill
insert into
  "signals_derived"."account_1_attributes" ("account_id", "events", "users", "last_plan", "as_of", "updated_at")
select
  "account_id",
  "events",
  "users",
  "last_plan",
  "as_of",
  "updated_at"
from
  "account_1_attributes_next";

-- commit
commit;

-- count
select
  count(*) as "key_count",
  count_if("updated_at" >= cast($published_since as timestamp)) as "changed_count"
from
  "account_1_attributes_next";

-- drop
drop table if exists "account_1_attributes_next";
