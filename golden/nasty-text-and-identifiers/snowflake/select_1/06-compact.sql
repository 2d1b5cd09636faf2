-- select_1: compact
-- Merges segments of select_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  select_1_aggregates, select_1_value_aggregates
-- writes: select_1_aggregates, select_1_value_aggregates
-- parameters:
--   oldest_day  no window reaches days before this one
--   segment     a new random id for what this window appends
--   segments    live segments, joined by commas

-- aggregates (:1 oldest_day, :2 segment, :3 segments)
insert into
  "SIGNALS_DERIVED"."SELECT_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ANY_EVENT_08B5A954",
    "COUNT_ANY_EVENT_BY_SE_LABEL_6924E871",
    "COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42",
    "COUNT_ANY_EVENT_BY_SE_LABEL_A3100152",
    "COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8",
    "LAST_EVENT_ID_837C1B68",
    "LAST_EVENT_ID_F1D6C598",
    "LAST_ORDER_372C8C72",
    "LAST_SE_LABEL_2C38A6E0",
    "MAX_SE_LABEL_48BF9F0B"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      case
        when "BUCKET" >= cast(:1 as timestamp_ntz) then date_trunc('day', "BUCKET")
        else cast('1970-01-01T00:00:00Z' as timestamp_ntz)
      end as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_08B5A954",
      "COUNT_ANY_EVENT_BY_SE_LABEL_6924E871",
      "COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42",
      "COUNT_ANY_EVENT_BY_SE_LABEL_A3100152",
      "COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8",
      "LAST_EVENT_ID_837C1B68",
      "LAST_EVENT_ID_F1D6C598",
      "LAST_ORDER_372C8C72",
      "LAST_SE_LABEL_2C38A6E0",
      "MAX_SE_LABEL_48BF9F0B"
    from
      "SIGNALS_DERIVED"."SELECT_1_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:3, ','))
      )
  )
select
  :2 as "SEGMENT",
  "KEY",
  "KEPT_BUCKET" as "BUCKET",
  sum("COUNT_ANY_EVENT_08B5A954") as "COUNT_ANY_EVENT_08B5A954",
  sum("COUNT_ANY_EVENT_BY_SE_LABEL_6924E871") as "COUNT_ANY_EVENT_BY_SE_LABEL_6924E871",
  sum("COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42") as "COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42",
  sum("COUNT_ANY_EVENT_BY_SE_LABEL_A3100152") as "COUNT_ANY_EVENT_BY_SE_LABEL_A3100152",
  sum("COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8") as "COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8",
  max("LAST_EVENT_ID_837C1B68") as "LAST_EVENT_ID_837C1B68",
  max("LAST_EVENT_ID_F1D6C598") as "LAST_EVENT_ID_F1D6C598",
  max("LAST_ORDER_372C8C72") as "LAST_ORDER_372C8C72",
  max("LAST_SE_LABEL_2C38A6E0") as "LAST_SE_LABEL_2C38A6E0",
  max("MAX_SE_LABEL_48BF9F0B") as "MAX_SE_LABEL_48BF9F0B"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_08B5A954" is not null
  or "COUNT_ANY_EVENT_BY_SE_LABEL_6924E871" is not null
  or "COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42" is not null
  or "COUNT_ANY_EVENT_BY_SE_LABEL_A3100152" is not null
  or "COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8" is not null
  or "LAST_EVENT_ID_837C1B68" is not null
  or "LAST_EVENT_ID_F1D6C598" is not null
  or "LAST_ORDER_372C8C72" is not null
  or "LAST_SE_LABEL_2C38A6E0" is not null
  or "MAX_SE_LABEL_48BF9F0B" is not null
group by
  "KEY",
  "KEPT_BUCKET";

-- value_aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."SELECT_1_VALUE_AGGREGATES" ("SEGMENT", "KEY", "BUCKET", "STATE", "VALUE", "N", "LAST_ORDER")
with
  "LIVE_VALUES" as (
    select
      "KEY",
      "STATE",
      "VALUE",
      "N",
      "LAST_ORDER",
      "BUCKET" as "KEPT_BUCKET"
    from
      "SIGNALS_DERIVED"."SELECT_1_VALUE_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
      and "STATE" in ('values_se_label_d258e54a')
  )
select
  :1 as "SEGMENT",
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
