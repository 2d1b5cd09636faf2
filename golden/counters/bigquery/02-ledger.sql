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
  current_timestamp() as `now`;

-- row
merge into
  `signals_snowplow_manifest`.`sbe_ledger` as `p` using (
    select
      @group_name as `group_name`,
      0 as `version`,
      cast(null as string) as `nonce`,
      4 as `format`,
      '{}' as `document`,
      current_timestamp() as `updated_at`
  ) as `n` on `p`.`group_name` = `n`.`group_name`
when not matched then insert
  (`group_name`, `version`, `nonce`, `format`, `document`, `updated_at`)
values
  (`n`.`group_name`, `n`.`version`, `n`.`nonce`, `n`.`format`, `n`.`document`, `n`.`updated_at`);

-- read
select
  `group_name`,
  `version`,
  `nonce`,
  `holder`,
  `lease_until`,
  `format`,
  `document`,
  `updated_at`
from
  `signals_snowplow_manifest`.`sbe_ledger`
where
  `group_name` = @group_name;

-- read_all
select
  `group_name`,
  `version`,
  `nonce`,
  `holder`,
  `lease_until`,
  `format`,
  `document`,
  `updated_at`,
  current_timestamp() as `now`
from
  `signals_snowplow_manifest`.`sbe_ledger`;

-- renew
update `signals_snowplow_manifest`.`sbe_ledger`
set
  `lease_until` = @lease_until
where
  `holder` = @holder;

-- commit
update `signals_snowplow_manifest`.`sbe_ledger`
set
  `version` = `version` + 1,
  `nonce` = @nonce,
  `holder` = nullif(@holder, ''),
  `lease_until` = cast(nullif(@lease_until, '') as timestamp),
  `format` = 4,
  `document` = @document,
  `updated_at` = current_timestamp()
where
  `group_name` = @group_name
  and `version` = @expected_version;
