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
    "COUNT_PURCHASE_6544B52E",
    "LAST_SE_LABEL_11CEB8F1",
    "LAST_SE_LABEL_2C38A6E0",
    "LAST_SE_LABEL_461FB935",
    "LAST_SE_LABEL_6C9C43B6",
    "LAST_SE_LABEL_8CA5F092",
    "LAST_SE_LABEL_92DF76EF",
    "LAST_SE_LABEL_9CEC708C",
    "LAST_SE_LABEL_9F483D69",
    "LAST_SE_LABEL_C0171453",
    "LAST_SE_LABEL_EB34BF71",
    "LAST_SE_LABEL_EECE86D7",
    "LAST_SE_LABEL_FD842A55",
    "SUM_SE_LABEL_36B02D09"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_PURCHASE_6544B52E",
      "LAST_SE_LABEL_11CEB8F1",
      "LAST_SE_LABEL_2C38A6E0",
      "LAST_SE_LABEL_461FB935",
      "LAST_SE_LABEL_6C9C43B6",
      "LAST_SE_LABEL_8CA5F092",
      "LAST_SE_LABEL_92DF76EF",
      "LAST_SE_LABEL_9CEC708C",
      "LAST_SE_LABEL_9F483D69",
      "LAST_SE_LABEL_C0171453",
      "LAST_SE_LABEL_EB34BF71",
      "LAST_SE_LABEL_EECE86D7",
      "LAST_SE_LABEL_FD842A55",
      "SUM_SE_LABEL_36B02D09"
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
  sum("COUNT_PURCHASE_6544B52E") as "COUNT_PURCHASE_6544B52E",
  max("LAST_SE_LABEL_11CEB8F1") as "LAST_SE_LABEL_11CEB8F1",
  max("LAST_SE_LABEL_2C38A6E0") as "LAST_SE_LABEL_2C38A6E0",
  max("LAST_SE_LABEL_461FB935") as "LAST_SE_LABEL_461FB935",
  max("LAST_SE_LABEL_6C9C43B6") as "LAST_SE_LABEL_6C9C43B6",
  max("LAST_SE_LABEL_8CA5F092") as "LAST_SE_LABEL_8CA5F092",
  max("LAST_SE_LABEL_92DF76EF") as "LAST_SE_LABEL_92DF76EF",
  max("LAST_SE_LABEL_9CEC708C") as "LAST_SE_LABEL_9CEC708C",
  max("LAST_SE_LABEL_9F483D69") as "LAST_SE_LABEL_9F483D69",
  max("LAST_SE_LABEL_C0171453") as "LAST_SE_LABEL_C0171453",
  max("LAST_SE_LABEL_EB34BF71") as "LAST_SE_LABEL_EB34BF71",
  max("LAST_SE_LABEL_EECE86D7") as "LAST_SE_LABEL_EECE86D7",
  max("LAST_SE_LABEL_FD842A55") as "LAST_SE_LABEL_FD842A55",
  sum("SUM_SE_LABEL_36B02D09") as "SUM_SE_LABEL_36B02D09"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_04A949EC" is not null
  or "COUNT_PURCHASE_6544B52E" is not null
  or "LAST_SE_LABEL_11CEB8F1" is not null
  or "LAST_SE_LABEL_2C38A6E0" is not null
  or "LAST_SE_LABEL_461FB935" is not null
  or "LAST_SE_LABEL_6C9C43B6" is not null
  or "LAST_SE_LABEL_8CA5F092" is not null
  or "LAST_SE_LABEL_92DF76EF" is not null
  or "LAST_SE_LABEL_9CEC708C" is not null
  or "LAST_SE_LABEL_9F483D69" is not null
  or "LAST_SE_LABEL_C0171453" is not null
  or "LAST_SE_LABEL_EB34BF71" is not null
  or "LAST_SE_LABEL_EECE86D7" is not null
  or "LAST_SE_LABEL_FD842A55" is not null
  or "SUM_SE_LABEL_36B02D09" is not null
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
      and "STATE" in (
        'values_se_label_0e4f8436',
        'values_se_label_278b84ff',
        'values_se_label_29def334',
        'values_se_label_2bf9171b',
        'values_se_label_797c4b79',
        'values_se_label_9e3f03cb'
      )
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
