-- visitor_1: compact
-- Merges segments of visitor_1 into one. Buckets older than every window move to the epoch; values
-- that no attribute needs then vanish.
-- reads:  visitor_1_aggregates
-- writes: visitor_1_aggregates
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
    "COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC",
    "LAST_ID_114A0FA6",
    "LAST_ID_3DD6C180",
    "LAST_ID_C5D08EAE",
    "LAST_ITEMS_DD01966D",
    "LAST_SKU_138875FB",
    "LAST_TAGS_ACEE89B2",
    "LAST_ZIPCODE_B06D7E04",
    "MAX_UNITPRICE_7454947D"
  )
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      cast('1970-01-01T00:00:00Z' as timestamp_ntz) as "KEPT_BUCKET",
      "COUNT_ANY_EVENT_04A949EC",
      "COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC",
      "LAST_ID_114A0FA6",
      "LAST_ID_3DD6C180",
      "LAST_ID_C5D08EAE",
      "LAST_ITEMS_DD01966D",
      "LAST_SKU_138875FB",
      "LAST_TAGS_ACEE89B2",
      "LAST_ZIPCODE_B06D7E04",
      "MAX_UNITPRICE_7454947D"
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
  sum("COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC") as "COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC",
  max("LAST_ID_114A0FA6") as "LAST_ID_114A0FA6",
  max("LAST_ID_3DD6C180") as "LAST_ID_3DD6C180",
  max("LAST_ID_C5D08EAE") as "LAST_ID_C5D08EAE",
  max("LAST_ITEMS_DD01966D") as "LAST_ITEMS_DD01966D",
  max("LAST_SKU_138875FB") as "LAST_SKU_138875FB",
  max("LAST_TAGS_ACEE89B2") as "LAST_TAGS_ACEE89B2",
  max("LAST_ZIPCODE_B06D7E04") as "LAST_ZIPCODE_B06D7E04",
  max("MAX_UNITPRICE_7454947D") as "MAX_UNITPRICE_7454947D"
from
  "LIVE_AGGREGATES"
where
  "COUNT_ANY_EVENT_04A949EC" is not null
  or "COUNT_ANY_EVENT_BY_UNITPRICE_23611FEC" is not null
  or "LAST_ID_114A0FA6" is not null
  or "LAST_ID_3DD6C180" is not null
  or "LAST_ID_C5D08EAE" is not null
  or "LAST_ITEMS_DD01966D" is not null
  or "LAST_SKU_138875FB" is not null
  or "LAST_TAGS_ACEE89B2" is not null
  or "LAST_ZIPCODE_B06D7E04" is not null
  or "MAX_UNITPRICE_7454947D" is not null
group by
  "KEY",
  "KEPT_BUCKET";
