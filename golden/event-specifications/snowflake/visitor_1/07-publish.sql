-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_attributes
-- writes: visitor_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- replace (:1 as_of, :2 segments)
insert overwrite into
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" ("DOMAIN_USERID", "SEARCHES", "SEARCHES_OR_VIEWS", "UNSPECIFIED", "AS_OF", "UPDATED_AT")
with
  "LIVE_AGGREGATES" as (
    select
      "KEY",
      "COUNT_ANY_EVENT_BY_ID_73AB12A4",
      "COUNT_ANY_EVENT_BY_ID_C380E8E3",
      "COUNT_PAGE_VIEW_BY_ID_9A3B6969"
    from
      "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
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
      sum("COUNT_ANY_EVENT_BY_ID_73AB12A4") as "COUNT_ANY_EVENT_BY_ID_73AB12A4_EVER",
      sum("COUNT_ANY_EVENT_BY_ID_C380E8E3") as "COUNT_ANY_EVENT_BY_ID_C380E8E3_EVER",
      sum("COUNT_PAGE_VIEW_BY_ID_9A3B6969") as "COUNT_PAGE_VIEW_BY_ID_9A3B6969_EVER"
    from
      "LIVE_AGGREGATES"
    group by
      "KEY"
    having
      sum("COUNT_ANY_EVENT_BY_ID_73AB12A4") > 0
      or sum("COUNT_ANY_EVENT_BY_ID_C380E8E3") > 0
      or sum("COUNT_PAGE_VIEW_BY_ID_9A3B6969") > 0
  ),
  "NEW_VALUES" as (
    select
      "S"."KEY" as "DOMAIN_USERID",
      coalesce(cast("S"."COUNT_ANY_EVENT_BY_ID_C380E8E3_EVER" as number(38, 0)), 0) as "SEARCHES",
      coalesce(cast("S"."COUNT_PAGE_VIEW_BY_ID_9A3B6969_EVER" as number(38, 0)), 0) as "SEARCHES_OR_VIEWS",
      coalesce(cast("S"."COUNT_ANY_EVENT_BY_ID_73AB12A4_EVER" as number(38, 0)), 0) as "UNSPECIFIED"
    from
      "SCALARS" as "S"
  )
select
  "N"."DOMAIN_USERID",
  "N"."SEARCHES",
  "N"."SEARCHES_OR_VIEWS",
  "N"."UNSPECIFIED",
  cast(:1 as timestamp_ntz) as "AS_OF",
  case
    when "P"."DOMAIN_USERID" is not null
    and equal_null("N"."SEARCHES", "P"."SEARCHES")
    and equal_null("N"."SEARCHES_OR_VIEWS", "P"."SEARCHES_OR_VIEWS")
    and equal_null("N"."UNSPECIFIED", "P"."UNSPECIFIED") then "P"."UPDATED_AT"
    else convert_timezone('UTC', current_timestamp())::timestamp_ntz
  end as "UPDATED_AT"
from
  "NEW_VALUES" as "N"
  left join "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" as "P" on "P"."DOMAIN_USERID" = "N"."DOMAIN_USERID";

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT"
from
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES";
