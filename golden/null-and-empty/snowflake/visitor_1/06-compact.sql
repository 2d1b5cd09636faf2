-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates
-- writes: visitor_1_aggregates, visitor_1_value_aggregates
-- parameters:
--   segment   a new random id for what this window appends
--   segments  live segments, joined by commas

-- aggregates (:1 segment, :2 segments)
insert into
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES" (
    "SEGMENT",
    "KEY",
    "BUCKET",
    "COUNT_ANY_EVENT_04A949EC",
    "COUNT_ANY_EVENT_BY_ADDRESS_ADC47209",
    "COUNT_ANY_EVENT_BY_ITEMS_596A4E75",
    "COUNT_ANY_EVENT_BY_ITEMS_FE4704F8",
    "COUNT_ANY_EVENT_BY_LINES_623204B2",
    "COUNT_ANY_EVENT_BY_NOTE_067C669F",
    "FIRST_ITEMS_CD3BAE57",
    "LAST_ADDRESS_36B8EBC6",
    "LAST_ITEMS_D0A192E8",
    "LAST_LINES_5E12534D",
    "LAST_NOTE_2BF7B18A",
    "LAST_TAGS_AF81BD14"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_ANY_EVENT_BY_ADDRESS_ADC47209",
      "COUNT_ANY_EVENT_BY_ITEMS_596A4E75",
      "COUNT_ANY_EVENT_BY_ITEMS_FE4704F8",
      "COUNT_ANY_EVENT_BY_LINES_623204B2",
      "COUNT_ANY_EVENT_BY_NOTE_067C669F",
      "FIRST_ITEMS_CD3BAE57",
      "LAST_ADDRESS_36B8EBC6",
      "LAST_ITEMS_D0A192E8",
      "LAST_LINES_5E12534D",
      "LAST_NOTE_2BF7B18A",
      "LAST_TAGS_AF81BD14"
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
  sum("COUNT_ANY_EVENT_04A949EC") as "COUNT_ANY_EVENT_04A949EC",
  sum("COUNT_ANY_EVENT_BY_ADDRESS_ADC47209") as "COUNT_ANY_EVENT_BY_ADDRESS_ADC47209",
  sum("COUNT_ANY_EVENT_BY_ITEMS_596A4E75") as "COUNT_ANY_EVENT_BY_ITEMS_596A4E75",
  sum("COUNT_ANY_EVENT_BY_ITEMS_FE4704F8") as "COUNT_ANY_EVENT_BY_ITEMS_FE4704F8",
  sum("COUNT_ANY_EVENT_BY_LINES_623204B2") as "COUNT_ANY_EVENT_BY_LINES_623204B2",
  sum("COUNT_ANY_EVENT_BY_NOTE_067C669F") as "COUNT_ANY_EVENT_BY_NOTE_067C669F",
  min("FIRST_ITEMS_CD3BAE57") as "FIRST_ITEMS_CD3BAE57",
  max("LAST_ADDRESS_36B8EBC6") as "LAST_ADDRESS_36B8EBC6",
  max("LAST_ITEMS_D0A192E8") as "LAST_ITEMS_D0A192E8",
  max("LAST_LINES_5E12534D") as "LAST_LINES_5E12534D",
  max("LAST_NOTE_2BF7B18A") as "LAST_NOTE_2BF7B18A",
  max("LAST_TAGS_AF81BD14") as "LAST_TAGS_AF81BD14"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_04A949EC" is not null
  or "COUNT_ANY_EVENT_BY_ADDRESS_ADC47209" is not null
  or "COUNT_ANY_EVENT_BY_ITEMS_596A4E75" is not null
  or "COUNT_ANY_EVENT_BY_ITEMS_FE4704F8" is not null
  or "COUNT_ANY_EVENT_BY_LINES_623204B2" is not null
  or "COUNT_ANY_EVENT_BY_NOTE_067C669F" is not null
  or "FIRST_ITEMS_CD3BAE57" is not null
  or "LAST_ADDRESS_36B8EBC6" is not null
  or "LAST_ITEMS_D0A192E8" is not null
  or "LAST_LINES_5E12534D" is not null
  or "LAST_NOTE_2BF7B18A" is not null
  or "LAST_TAGS_AF81BD14" is not null
group by
  "KEY",
  "KEPT_BUCKET";

-- value_aggregates (:1 segment, :2 segments)
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
      "BUCKET" as "KEPT_BUCKET"
    from
      "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
    where
      "SEGMENT" in (
        select
          value
        from
          table (split_to_table(:2, ','))
      )
      and "STATE" in ('values_items_ff405ed9')
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
