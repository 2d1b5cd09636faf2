-- visitor_1: collect
-- Deletes what no longer counts in visitor_1: rows of dead segments, and event ids that no copy
-- can meet any more.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events
-- writes: visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_seen_events
-- parameters:
--   dead       segments that count for nothing, joined by commas
--   forgotten  segments whose event ids are too old to meet a copy, joined by commas

-- segments
select
  "SEGMENT"
from
  "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
group by
  "SEGMENT"
union all
select
  "SEGMENT"
from
  "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
group by
  "SEGMENT"
union all
select
  "SEGMENT"
from
  "SIGNALS_SCRATCH"."VISITOR_1_SEEN_EVENTS"
group by
  "SEGMENT";

-- aggregates (:1 dead)
delete from "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
where
  "SEGMENT" in (
    select
      value
    from
      table (split_to_table(:1, ','))
  );

-- value_aggregates (:1 dead)
delete from "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
where
  "SEGMENT" in (
    select
      value
    from
      table (split_to_table(:1, ','))
  );

-- seen_events (:1 forgotten)
delete from "SIGNALS_SCRATCH"."VISITOR_1_SEEN_EVENTS"
where
  "SEGMENT" in (
    select
      value
    from
      table (split_to_table(:1, ','))
  );
