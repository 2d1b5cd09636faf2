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
  `segment`
from
  `signals_derived`.`visitor_1_aggregates`
group by
  `segment`
union all
select
  `segment`
from
  `signals_derived`.`visitor_1_value_aggregates`
group by
  `segment`
union all
select
  `segment`
from
  `signals_scratch`.`visitor_1_seen_events`
group by
  `segment`;

-- aggregates
delete from `signals_derived`.`visitor_1_aggregates`
where
  `segment` in unnest(split(@dead, ','));

-- value_aggregates
delete from `signals_derived`.`visitor_1_value_aggregates`
where
  `segment` in unnest(split(@dead, ','));

-- seen_events
delete from `signals_scratch`.`visitor_1_seen_events`
where
  `segment` in unnest(split(@forgotten, ','));
