-- account_1: collect
-- Deletes what no longer counts in account_1: rows of dead segments, and event ids that no copy
-- can meet any more.
-- reads:  account_1_aggregates, account_1_value_aggregates, account_1_seen_events
-- writes: account_1_aggregates, account_1_value_aggregates, account_1_seen_events
-- parameters:
--   dead       segments that count for nothing, joined by commas
--   forgotten  segments whose event ids are too old to meet a copy, joined by commas

-- segments
select
  `segment`
from
  `signals_derived`.`account_1_aggregates`
group by
  `segment`
union all
select
  `segment`
from
  `signals_derived`.`account_1_value_aggregates`
group by
  `segment`
union all
select
  `segment`
from
  `signals_scratch`.`account_1_seen_events`
group by
  `segment`;

-- aggregates
delete from `signals_derived`.`account_1_aggregates`
where
  `segment` in unnest(split(@dead, ','));

-- value_aggregates
delete from `signals_derived`.`account_1_value_aggregates`
where
  `segment` in unnest(split(@dead, ','));

-- seen_events
delete from `signals_scratch`.`account_1_seen_events`
where
  `segment` in unnest(split(@forgotten, ','));
