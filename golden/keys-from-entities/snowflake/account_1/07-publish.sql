-- account_1: publish
-- Makes the attributes of account_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  account_1_aggregates, account_1_attributes
-- writes: account_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- replace (:1 as_of, :2 segments)
insert overwrite into
  "SIGNALS_DERIVED"."ACCOUNT_1_ATTRIBUTES" ("ACCOUNT_ID", "EVENTS", "USERS", "LAST_PLAN", "AS_OF", "UPDATED_AT")
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      "COUNT_ANY_EVENT_04A949EC",
      "DISTINCT_DOMAIN_USERID_D0584648",
      "LAST_PLAN_50AD4EF0"
    from
      "SIGNALS_DERIVED"."ACCOUNT_1_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
  ),
  "SCALARS" as (
    select
      "KEY",
      sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC_EVER",
      nullif(hll_estimate(hll_combine(hll_import("DISTINCT_DOMAIN_USERID_D0584648"))), 0) as "DISTINCT_DOMAIN_USERID_D0584648_EVER",
      max("LAST_PLAN_50AD4EF0") as "LAST_PLAN_50AD4EF0_EVER"
    from
      "LIVE_AGGREGATES"
    group by
      "KEY"
    having
      sum("COUNT_ANY_EVENT_04A949EC") > 0
  ),
  "NEW_VALUES" as (
    select
      "S"."KEY" as "ACCOUNT_ID",
      coalesce(cast("S"."COUNT_ANY_EVENT_04A949EC_EVER" as number(38, 0)), 0) as "EVENTS",
      coalesce(cast("S"."DISTINCT_DOMAIN_USERID_D0584648_EVER" as number(38, 0)), 0) as "USERS",
      substr("S"."LAST_PLAN_50AD4EF0_EVER", position(' ', "S"."LAST_PLAN_50AD4EF0_EVER") + 1) as "LAST_PLAN"
    from
      "SCALARS" as "S"
  )
select
  "N"."ACCOUNT_ID",
  "N"."EVENTS",
  "N"."USERS",
  "N"."LAST_PLAN",
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."ACCOUNT_ID" is not null
    and equal_null("N"."EVENTS", "P"."EVENTS")
    and equal_null("N"."USERS", "P"."USERS")
    and equal_null("N"."LAST_PLAN", "P"."LAST_PLAN") then "P"."UPDATED_AT"
    else convert_timezone('UTC', current_timestamp())::timestamp_ntz
  end as "UPDATED_AT"
from
  "NEW_VALUES" as "N"
  left join "SIGNALS_DERIVED"."ACCOUNT_1_ATTRIBUTES" as "P" on "P"."ACCOUNT_ID" = "N"."ACCOUNT_ID";

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT"
from
  "SIGNALS_DERIVED"."ACCOUNT_1_ATTRIBUTES";
