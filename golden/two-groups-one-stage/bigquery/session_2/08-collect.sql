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
  `segment`
from
  `signals_derived`.`session_2_aggregates`
group by
  `segment`
union all
select
  `segment`
from
  `signals_derived`.`session_2_value_aggregates`
group by
  `segment`
union all
select
  `segment`
from
  `signals_scratch`.`session_2_seen_events`
group by
  `segment`;

-- aggregates
delete from `signals_derived`.`session_2_aggregates`
where
  `segment` in unnest(split(@dead, ','));

-- value_aggregates
delete from `signals_derived`.`session_2_value_aggregates`
where
  `segment` in unnest(split(@dead, ','));

-- seen_events
delete from `signals_scratch`.`session_2_seen_events`
where
  `segment` in unnest(split(@forgotten, ','));
