-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
-- parameters:
--   oldest_day  no window reaches days before this one
--   segment     a new random id for what this window appends
--   segments    live segments, joined by commas

-- aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" ("SEGMENT", "KEY", "BUCKET", "COUNT_ADD_TO_CART_66BE2CF4", "COUNT_ANY_EVENT_04A949EC")
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ADD_TO_CART_66BE2CF4",
      "COUNT_ANY_EVENT_04A949EC"
    from
      "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
  )
select
  :1 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  sum("COUNT_ADD_TO_CART_66BE2CF4") as "COUNT_ADD_TO_CART_66BE2CF4",
  sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ADD_TO_CART_66BE2CF4" is not null
  or "COUNT_ANY_EVENT_04A949EC" is not null
group by
  "KEY",
  "KEPT_BUCKET";

-- value_aggregates (:1 oldest_day, :2 segment, :3 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES" ("SEGMENT", "KEY", "BUCKET", "STATE", "VALUE", "N", "LAST_ORDER")
with
  "LIVE_VALUES" as (
    select
      "KEY",
      "STATE",
      "VALUE",
      "N",
      "LAST_ORDER",
      case
        when "STATE" in ('values_se_label_d47f893f')
        and "BUCKET" < cast(:1 as timestamp_ntz) then cast('1970-01-01T00:00:00Z' as timestamp_ntz)
        else "BUCKET"
      end as "KEPT_BUCKET"
    from
      "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:3, ','))
      )
      and (
        "STATE" in (
          'values_active_day_0097bb02',
          'values_se_label_46c93e82',
          'values_se_label_4c225c20',
          'values_se_label_79673331',
          'values_se_label_9973876b',
          'values_se_label_bf2639c4',
          'values_se_label_d47f893f',
          'values_se_label_deafd599'
        )
        or (
          "STATE" in ('values_se_label_d47f893f')
          and "BUCKET" >= cast(:1 as timestamp_ntz)
        )
      )
  )
select
  :2 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  "STATE",
  "VALUE",
  sum("N") as "N",
  max("LAST_ORDER") as "LAST_ORDER"
from
  "LIVE_VALUES"
group by
  "KEY",
  "KEPT_BUCKET",
  "STATE",
  "VALUE";
