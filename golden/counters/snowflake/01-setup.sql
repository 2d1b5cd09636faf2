-- setup
-- What every group shares: functions of the session, the schemas that are not there yet, the
-- ledger.
-- writes: signals_derived, signals_scratch, signals_snowplow_manifest, sbe_ledger

-- schema_signals_derived
create schema if not exists "SIGNALS_DERIVED";

-- schema_signals_scratch
create schema if not exists "SIGNALS_SCRATCH";

-- schema_signals_snowplow_manifest
create schema if not exists "SIGNALS_SNOWPLOW_MANIFEST";

-- ledger
create table if not exists "SIGNALS_SNOWPLOW_MANIFEST"."SBE_LEDGER" (
  "GROUP_NAME" varchar not null,
  "VERSION" number(38, 0) not null,
  "NONCE" varchar,
  "HOLDER" varchar,
  "LEASE_UNTIL" timestamp_ntz,
  "FORMAT" number(38, 0) not null,
  "DOCUMENT" varchar not null,
  "UPDATED_AT" timestamp_ntz not null
);
