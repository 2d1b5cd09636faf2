-- ledger
-- One row a group says what counts. A compare-and-set of that row is the only commit: it changes a
-- row, or another run was first.
-- reads:  sbe_ledger
-- writes: sbe_ledger
-- parameters:
--   document          the ledger document, JSON
--   expected_version  the version of the row of the ledger, as this run knows it
--   group_name        the group, as <group>_<version>
--   holder            who holds the lease, or empty
--   lease_until       when the lease ends, or empty
--   nonce             a new random id for every try

-- clock
select
  convert_timezone('UTC', current_timestamp())::timestamp_ntz as "NOW";

-- row (:1 group_name)
merge into
  "SIGNALS_SNOWPLOW_MANIFEST"."SBE_LEDGER" as "P" using (
    select
      :1 as "GROUP_NAME",
      0 as "VERSION",
      cast(null as varchar) as "NONCE",
      4 as "FORMAT",
      '{}' as "DOCUMENT",
      convert_timezone('UTC', current_timestamp())::timestamp_ntz as "UPDATED_AT"
  ) as "N" on "P"."GROUP_NAME" = "N"."GROUP_NAME"
when not matched then insert
  ("GROUP_NAME", "VERSION", "NONCE", "FORMAT", "DOCUMENT", "UPDATED_AT")
values
  ("N"."GROUP_NAME", "N"."VERSION", "N"."NONCE", "N"."FORMAT", "N"."DOCUMENT", "N"."UPDATED_AT");

-- read (:1 group_name)
select
  "GROUP_NAME",
  "VERSION",
  "NONCE",
  "HOLDER",
  "LEASE_UNTIL",
  "FORMAT",
  "DOCUMENT",
  "UPDATED_AT"
from
  "SIGNALS_SNOWPLOW_MANIFEST"."SBE_LEDGER"
where
  "GROUP_NAME" = :1;

-- read_all
select
  "GROUP_NAME",
  "VERSION",
  "NONCE",
  "HOLDER",
  "LEASE_UNTIL",
  "FORMAT",
  "DOCUMENT",
  "UPDATED_AT",
  convert_timezone('UTC', current_timestamp())::timestamp_ntz as "NOW"
from
  "SIGNALS_SNOWPLOW_MANIFEST"."SBE_LEDGER";

-- renew (:1 holder, :2 lease_until)
update "SIGNALS_SNOWPLOW_MANIFEST"."SBE_LEDGER"
set
  "LEASE_UNTIL" = cast(:2 as timestamp_ntz)
where
  "HOLDER" = :1;

-- commit (:1 document, :2 expected_version, :3 group_name, :4 holder, :5 lease_until, :6 nonce)
update "SIGNALS_SNOWPLOW_MANIFEST"."SBE_LEDGER"
set
  "VERSION" = "VERSION" + 1,
  "NONCE" = :6,
  "HOLDER" = nullif(:4, ''),
  "LEASE_UNTIL" = cast(nullif(:5, '') as timestamp_ntz),
  "FORMAT" = 4,
  "DOCUMENT" = :1,
  "UPDATED_AT" = convert_timezone('UTC', current_timestamp())::timestamp_ntz
where
  "GROUP_NAME" = :3
  and "VERSION" = cast(:2 as number(38, 0));
