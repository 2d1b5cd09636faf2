-- session_2: collect
-- Deletes what no longer counts in session_2: rows of dead segments, and event ids that no copy
-- can meet any more.
-- reads:  session_2_aggregates, session_2_value_aggregates, session_2_seen_events
-- writes: session_2_aggregates, session_2_value_aggregates, session_2_seen_events
-- parameters:
--   dead       segments that count for nothing, joined by commas
--   forgotten  segments whose event ids are too old to meet a copy, joined by commas

-- segments
select
  "SEGMENT"
from
  "SIGNALS_DERIVED"."SESSION_2_AGGREGATES"
group by
  "SEGMENT"
union all
select
  "SEGMENT"
from
  "SIGNALS_DERIVED"."SESSION_2_VALUE_AGGREGATES"
group by
  "SEGMENT"
union all
select
  "SEGMENT"
from
  "SIGNALS_SCRATCH"."SESSION_2_SEEN_EVENTS"
group by
  "SEGMENT";

-- aggregates (:1 dead)
delete from "SIGNALS_DERIVED"."SESSION_2_AGGREGATES"
where
  "SEGMENT" in (
    select
      value
    from
      table (split_to_table(:1, ','))
  );

-- value_aggregates (:1 dead)
delete from "SIGNALS_DERIVED"."SESSION_2_VALUE_AGGREGATES"
where
  "SEGMENT" in (
    select
      value
    from
      table (split_to_table(:1, ','))
  );

-- seen_events (:1 forgotten)
delete from "SIGNALS_SCRATCH"."SESSION_2_SEEN_EVENTS"
where
  "SEGMENT" in (
    select
      value
    from
      table (split_to_table(:1, ','))
  );
