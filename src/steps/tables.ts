import type { OutputConfig } from '../config/model.ts'
import type { Dialect } from '../dialect.ts'
import type { GroupPlan } from '../plan/index.ts'
import type { ColumnDefinition, Statement } from '../sql/index.ts'
import { attributeColumns } from './attribute-columns.ts'
import type { GroupTables } from './layout.ts'
import { ledgerTable } from './layout.ts'
import { scalarStatesOf, stateType } from './state-rows.ts'
import type { Step } from './step.ts'
import { named } from './step.ts'

const ledgerColumns: readonly ColumnDefinition[] = [
  { name: 'group_name', type: 'text', required: true },
  { name: 'version', type: 'int64', required: true },
  { name: 'nonce', type: 'text' },
  { name: 'holder', type: 'text' },
  { name: 'lease_until', type: 'timestamp' },
  { name: 'format', type: 'int64', required: true },
  { name: 'document', type: 'text', required: true },
  { name: 'updated_at', type: 'timestamp', required: true },
]

/** What every group shares: the functions of the session, the schemas, the ledger. */
export function setupStep(output: OutputConfig, dialect: Dialect): Step {
  const schemas = [...new Set([output.derived_schema, output.scratch_schema, output.manifest_schema])]
  const database = output.database === undefined ? {} : { database: output.database }
  return {
    name: 'setup',
    purpose:
      'What every group shares: functions of the session, the schemas that are not there yet, the ledger.',
    reads: [],
    writes: [...(output.create_schemas ? schemas : []), ledgerTable(output).name],
    statements: [
      ...dialect.session.map((statement, index) => named(`session_${index + 1}`, statement)),
      ...(output.create_schemas
        ? schemas.map((schema) => named(`schema_${schema}`, { kind: 'createSchema', schema, ...database }))
        : []),
      named('ledger', {
        kind: 'createTable',
        table: ledgerTable(output),
        columns: ledgerColumns,
        role: 'ledger',
      }),
    ],
  }
}

/** The tables of a group that are not there yet. */
export function tablesStep(
  plan: GroupPlan,
  tables: GroupTables,
  output: OutputConfig,
  dialect: Dialect,
): Step {
  const scalars = scalarStatesOf(plan.states, dialect)
  const grants = dialect.grantSelect === undefined ? [] : output.grants
  return {
    name: 'tables',
    group: plan.id,
    purpose: `The tables of ${plan.id}: states by key and bucket, event ids that were counted, the attributes.`,
    reads: [],
    writes: [
      tables.aggregates.name,
      tables.valueAggregates.name,
      tables.seenEvents.name,
      tables.attributes.name,
    ],
    statements: [
      named('aggregates', {
        kind: 'createTable',
        table: tables.aggregates,
        role: 'aggregates',
        columns: [
          { name: 'segment', type: 'text', required: true },
          { name: 'key', type: 'text', required: true },
          { name: 'bucket', type: 'timestamp', required: true },
          ...scalars.map((state) => ({ name: state.id, type: stateType(state) })),
        ],
      }),
      named('value_aggregates', {
        kind: 'createTable',
        table: tables.valueAggregates,
        role: 'values',
        columns: [
          { name: 'segment', type: 'text', required: true },
          { name: 'key', type: 'text', required: true },
          { name: 'bucket', type: 'timestamp', required: true },
          { name: 'state', type: 'text', required: true },
          { name: 'value', type: 'text', required: true },
          { name: 'n', type: 'int64', required: true },
          { name: 'last_order', type: 'order', required: true },
        ],
      }),
      named('seen_events', {
        kind: 'createTable',
        table: tables.seenEvents,
        role: 'seen',
        columns: [
          { name: 'segment', type: 'text', required: true },
          { name: 'event_id', type: 'text', required: true },
          { name: 'load_tstamp', type: 'timestamp', required: true },
        ],
      }),
      named('attributes', {
        kind: 'createTable',
        table: tables.attributes,
        role: 'attributes',
        columns: attributeColumns(plan),
      }),
      ...grants.map((to, index) =>
        named(`grant_${index + 1}`, { kind: 'grantSelect', table: tables.attributes, to }),
      ),
    ],
  }
}

/** Columns that state tables made earlier do not have yet. */
export function addedColumns(
  plan: GroupPlan,
  tables: GroupTables,
  present: ReadonlySet<string>,
  dialect: Dialect,
): readonly Statement[] {
  return scalarStatesOf(plan.states, dialect)
    .filter((state) => !present.has(state.id.toLowerCase()))
    .map((state) => ({
      kind: 'addColumn',
      table: tables.aggregates,
      column: { name: state.id, type: stateType(state) },
    }))
}
