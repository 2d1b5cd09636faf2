import type { OutputConfig } from '../../src/config/model.ts'
import type { ConnectionCheck } from '../../src/warehouse.ts'
import type { DatasetMetadata } from './api.ts'

/**
 * Settings of the output's datasets that a run would stumble over, a line each: tables or partitions that vanish by
 * themselves, and a place where the source is not.
 * @param dataset undefined where it is not there yet
 * @param location where jobs run, if that is known
 */
export async function datasetChecks(
  { derived_schema, scratch_schema, manifest_schema }: OutputConfig,
  dataset: (schema: string) => Promise<DatasetMetadata | undefined>,
  location: string | undefined,
): Promise<readonly ConnectionCheck[]> {
  const checks: ConnectionCheck[] = []
  for (const schema of new Set([derived_schema, scratch_schema, manifest_schema])) {
    const found = await dataset(schema)
    if (found === undefined) continue
    checks.push(expirationCheck(schema, found), locationCheck(schema, found, location))
  }
  return checks
}

/** https://cloud.google.com/bigquery/docs/updating-datasets#table-expiration */
function expirationCheck(
  schema: string,
  { defaultTableExpirationMs: ofTables, defaultPartitionExpirationMs: ofPartitions }: DatasetMetadata,
): ConnectionCheck {
  const check = `expiration of tables in ${schema}`
  const found = [
    ...(ofTables === undefined ? [] : [['tables', ofTables, 'default_table_expiration_days'] as const]),
    ...(ofPartitions === undefined
      ? []
      : [['partitions', ofPartitions, 'default_partition_expiration_days'] as const]),
  ]
  if (found.length === 0) return { check, detail: 'none' }
  const options = found.map(([, , option]) => `${option} = null`).join(', ')
  return {
    check,
    problem: {
      code: 'config',
      message: `BigQuery would delete what the ledger counts on in ${schema}`,
      found: found.map(([what, ms]) => `${what} expire after ${days(ms)} days`).join(', '),
      expected: 'no expiration by default',
      fix: `alter schema \`${schema}\` set options (${options})`,
    },
  }
}

function locationCheck(
  schema: string,
  { location: found }: DatasetMetadata,
  wanted: string | undefined,
): ConnectionCheck {
  const check = `location of ${schema}`
  if (found === undefined || wanted === undefined || found.toLowerCase() === wanted.toLowerCase())
    return { check, ...(found === undefined ? {} : { detail: found }) }
  return {
    check,
    problem: {
      code: 'missing',
      message: `the dataset ${schema} is not where the source is, and no statement reads both`,
      found,
      expected: wanted,
      fix: 'set another output.schema, or make the datasets there',
    },
  }
}

function days(milliseconds: string): number {
  return Math.round((Number(milliseconds) / 86_400_000) * 100) / 100
}
