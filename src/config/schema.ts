import * as v from 'valibot'
import { mapping, mappingOf } from '../definition/document/mapping.ts'
import { timestamp, translated } from '../definition/schema/index.ts'
import type { TableName } from './model.ts'

const atLeast = (least: number) =>
  v.pipe(v.number(), v.finite('is not a finite number'), v.minValue(least, `is below ${least}`))
const wholeFrom = (least: number) =>
  v.pipe(v.number(), v.integer('is not a whole number'), v.minValue(least, `is below ${least}`))
const filled = v.pipe(v.string(), v.nonEmpty('is empty'))

const tableName = v.pipe(
  v.string(),
  v.description('[database.]schema.table'),
  translated<string, TableName>(
    (text) =>
      readTableName(text) ?? { problem: 'is not the name of a table', expected: '[database.]schema.table' },
  ),
)

export const source = mapping({
  table: tableName,
  app_ids: v.optional(v.array(filled), []),
  start: v.exactOptional(timestamp),
  properties: v.optional(v.picklist(['struct', 'json']), 'struct'),
  partition: v.exactOptional(mapping({ column: filled, lookback_days: v.optional(atLeast(0), 30) })),
  missing_columns: v.optional(v.picklist(['null', 'error']), 'null'),
  catalogue: v.optional(v.picklist(['warn', 'strict']), 'warn'),
})

const compact = mapping({
  segments: v.optional(wholeFrom(2), 20),
  ratio: v.optional(v.pipe(v.number(), v.gtValue(0, 'is not above 0'), v.maxValue(1, 'is above 1')), 0.5),
})

const keepRuns = mapping({
  days: v.optional(atLeast(0), 90),
  runs: v.optional(wholeFrom(1), 1000),
})

export const run = mapping({
  concurrency: v.optional(wholeFrom(1), 4),
  chunk_days: v.optional(wholeFrom(1), 30),
  chunk_rows: v.optional(wholeFrom(1), 50_000_000),
  overlap_hours: v.optional(atLeast(0), 6),
  dedupe_days: v.optional(atLeast(0), 5),
  lag_minutes: v.optional(atLeast(0), 0),
  include_current_day: v.optional(v.boolean(), false),
  full_refresh: v.optional(v.picklist(['allow', 'deny']), 'allow'),
  lease_minutes: v.optional(v.pipe(v.number(), v.gtValue(0, 'is not above 0')), 2),
  compact: v.optional(compact, {}),
  keep_runs: v.optional(keepRuns, {}),
  max_bytes: v.exactOptional(wholeFrom(1)),
})

export const output = mapping({
  schema: v.optional(filled, 'signals'),
  derived_schema: v.exactOptional(filled),
  scratch_schema: v.exactOptional(filled),
  manifest_schema: v.exactOptional(filled),
  database: v.exactOptional(filled),
  create_schemas: v.optional(v.boolean(), true),
  grants: v.optional(v.array(filled), []),
})

export const signals = mapping({
  api_url: v.exactOptional(filled),
  api_key: v.exactOptional(filled),
  api_key_id: v.exactOptional(filled),
  org_id: v.exactOptional(filled),
  auth_mode: v.exactOptional(filled),
  sandbox_token: v.exactOptional(filled),
  console_url: v.exactOptional(filled),
})

/** Settings of one group: each section is read again, over the common one, by its own schema. */
const group = mapping({ source: v.exactOptional(v.unknown()), run: v.exactOptional(v.unknown()) })

/** The file after environment and target, all but the warehouse, whose settings its dialect reads. */
export const config = mapping({
  source,
  output: v.optional(output, {}),
  definitions: v.optional(filled, './attributes'),
  run: v.optional(run, {}),
  production: v.exactOptional(v.boolean()),
  groups: v.optional(mappingOf(group), {}),
  signals: v.optional(signals, {}),
})

function readTableName(text: string): TableName | undefined {
  const part = /(?:"([^"]+)"|`([^`]+)`|([^\s."`]+))(?:\.|$)/y
  const parts: string[] = []
  while (part.lastIndex < text.length) {
    const match = part.exec(text)
    if (match === null) return undefined
    parts.push(match[1] ?? match[2] ?? match[3] ?? '')
  }
  if (text.endsWith('.')) return undefined
  const [table, schema, database, more] = parts.reverse()
  if (table === undefined || schema === undefined || more !== undefined) return undefined
  return { ...(database === undefined ? {} : { database }), schema, table }
}
