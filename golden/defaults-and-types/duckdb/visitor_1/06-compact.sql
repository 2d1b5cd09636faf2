-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

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
  "live_aggregates" as (
    select
      "key",
      cast('1970-01-01T00:00:00Z' as timestamp) as "kept_bucket",
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
    from
      "signals_derived"."visitor_1_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
  )
select
  $segment as "segment",
  "key",
  "kept_bucket" as "bucket",
  sum("count_any_event_04a949ec") as "count_any_event_04a949ec",
  sum("count_purchase_6544b52e") as "count_purchase_6544b52e",
  max("last_se_label_11ceb8f1") as "last_se_label_11ceb8f1",
  max("last_se_label_2c38a6e0") as "last_se_label_2c38a6e0",
  max("last_se_label_461fb935") as "last_se_label_461fb935",
  max("last_se_label_6c9c43b6") as "last_se_label_6c9c43b6",
  max("last_se_label_8ca5f092") as "last_se_label_8ca5f092",
  max("last_se_label_92df76ef") as "last_se_label_92df76ef",
  max("last_se_label_9cec708c") as "last_se_label_9cec708c",
  max("last_se_label_9f483d69") as "last_se_label_9f483d69",
  max("last_se_label_c0171453") as "last_se_label_c0171453",
  max("last_se_label_eb34bf71") as "last_se_label_eb34bf71",
  max("last_se_label_eece86d7") as "last_se_label_eece86d7",
  max("last_se_label_fd842a55") as "last_se_label_fd842a55",
  sum("sum_se_label_36b02d09") as "sum_se_label_36b02d09"
from
  "live_aggregates"
where
  "count_any_event_04a949ec" is not null
  or "count_purchase_6544b52e" is not null
  or "last_se_label_11ceb8f1" is not null
  or "last_se_label_2c38a6e0" is not null
  or "last_se_label_461fb935" is not null
  or "last_se_label_6c9c43b6" is not null
  or "last_se_label_8ca5f092" is not null
  or "last_se_label_92df76ef" is not null
  or "last_se_label_9cec708c" is not null
  or "last_se_label_9f483d69" is not null
  or "last_se_label_c0171453" is not null
  or "last_se_label_eb34bf71" is not null
  or "last_se_label_eece86d7" is not null
  or "last_se_label_fd842a55" is not null
  or "sum_se_label_36b02d09" is not null
group by
  "key",
  "kept_bucket";

-- value_aggregates
insert into
  "signals_derived"."visitor_1_value_aggregates" ("segment", "key", "bucket", "state", "value", "n", "last_order")
with
  "live_values" as (
    select
      "key",
      "state",
      "value",
      "n",
      "last_order",
      "bucket" as "kept_bucket"
    from
      "signals_derived"."visitor_1_value_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
      and "state" in (
        'values_se_label_0e4f8436',
        'values_se_label_278b84ff',
        'values_se_label_29def334',
        'values_se_label_2bf9171b',
        'values_se_label_797c4b79',
        'values_se_label_9e3f03cb'
      )
  )
select
  $segment as "segment",
  "key",
  "kept_bucket" as "bucket",
  "state",
  "value",
  sum("n") as "n",
  max("last_order") as "last_order"
from
  "live_values"
group by
  "key",
  "kept_bucket",
  "state",
  "value";
