-- setup
-- What every group shares: functions of the session, the schemas that are not there yet, the
-- ledger.
-- writes: signals_derived, signals_scratch, signals_snowplow_manifest, sbe_ledger

-- schema_signals_derived
create schema if not exists `signals_derived`;

-- schema_signals_scratch
create schema if not exists `signals_scratch`;

-- schema_signals_snowplow_manifest
create schema if not exists `signals_snowplow_manifest`;

-- ledger
create table if not exists `signals_snowplow_manifest`.`sbe_ledger` (
  `group_name` string not null,
  `version` int64 not null,
  `nonce` string,
  `holder` string,
  `lease_until` timestamp,
  `format` int64 not null,
  `document` string not null,
  `updated_at` timestamp not null
);
