-- session_2: tables
-- The tables of session_2: states by key and bucket, event ids that were counted, the attributes.
-- writes: session_2_aggregates, session_2_value_aggregates, session_2_seen_events, session_2_attributes

-- aggregates
create table if not exists `signals_derived`.`session_2_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `count_page_view_3b346107` int64,
  `count_purchase_6544b52e` int64,
  `sum_se_value_4d8072fb` numeric
)
cluster by
  `segment`,
  `key`;

-- value_aggregates
create table if not exists `signals_derived`.`session_2_value_aggregates` (
  `segment` string not null,
  `key` string not null,
  `bucket` timestamp not null,
  `state` string not null,
  `value` string not null,
  `n` int64 not null,
  `last_order` string not null
)
cluster by
  `segment`,
  `key`;

-- seen_events
create table if not exists `signals_scratch`.`session_2_seen_events` (`segment` string not null, `event_id` string not null, `load_tstamp` timestamp not null)
partition by
  date(`load_tstamp`)
cluster by
  `segment`,
  `event_id`;

-- attributes
create table if not exists `signals_derived`.`session_2_attributes` (
  `domain_sessionid` string not null,
  `page_views` int64,
  `spent` float64,
  `as_of` timestamp not null,
  `updated_at` timestamp not null
)
cluster by
  `domain_sessionid`;
