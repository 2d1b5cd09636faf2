import type { Dialect } from '../../../src/dialect.ts'
import { exportedGroup } from '../../../src/export/dbt/exported-group.ts'
import { type DbtTarget, exportDbt } from '../../../src/export/dbt/index.ts'
import type { ColumnDefinition, ScalarSqlType } from '../../../src/sql/index.ts'
import { tableRef } from '../../../src/sql/index.ts'
import type { PlannedGroup, SourceColumns, Step } from '../../../src/steps/index.ts'
import { attributeColumns, stageColumns } from '../../../src/steps/index.ts'
import { scalarStatesOf, stateType } from '../../../src/steps/state-rows.ts'
import { queryIn, rendered } from '../../dbt/rendering.ts'

export interface Model {
  readonly name: string
  readonly kind: 'model' | 'snapshot' | 'macro'
  readonly isIncremental: boolean
  readonly sql: string
}

const kinds = { models: 'model', snapshots: 'snapshot', macros: 'macro' } as const

/** Every exported model of a group as dbt sends it, of a first run and of a later one, and the query of load_window. */
export function dbtModels(
  { plan }: PlannedGroup,
  planned: readonly PlannedGroup[],
  columns: SourceColumns,
  on: { readonly dialect: Dialect; readonly target: DbtTarget },
): readonly Model[] {
  return exportDbt(planned, () => columns, { ...on, profile: () => ({}) }).flatMap(({ file, text }) => {
    const [, group, folder, name] =
      /^([^/]+)\/(models|snapshots|macros)\/(?:.*\/)?(.*)\.sql$/.exec(file) ?? []
    if (group !== plan.id || name === undefined) return []
    const kind = kinds[folder as keyof typeof kinds] // one of the expression's
    if (kind === 'macro' && name !== 'load_window') return []
    const of = kind === 'macro' ? `${plan.id}_filtered_events` : name
    const sql = kind === 'macro' ? queryIn(text) : text
    return [false, true].map((isIncremental) => ({
      name,
      kind,
      isIncremental,
      sql: rendered(sql, { model: of, isIncremental, relation: (model) => `${schema}.${model}`, values }),
    }))
  })
}

const schema = 'dbt'
const time = { type: 'timestamp' } as const

/** A step that makes the tables which the models make. */
export function modelTables(
  planned: PlannedGroup,
  on: { readonly dialect: Dialect; readonly target: DbtTarget },
): Step {
  const { plan, stage, stagedKey } = exportedGroup(
    planned,
    () => ({ resolve: () => ({ kind: 'missing', what: '' }) }),
    on.dialect,
    on.target,
  )
  const text = (name: string) => ({ name, type: 'text' as ScalarSqlType })
  const addedAt = { name: 'added_at', ...time }
  const bucket = { name: 'bucket', ...time }
  const made: Readonly<Record<string, readonly ColumnDefinition[]>> = {
    filtered_events: [
      ...stageColumns(stage).map((each) => (each.name === stagedKey ? { ...each, name: 'key' } : each)),
      { name: 'read_up_to', ...time },
      addedAt,
      text('definition'),
    ],
    daily_aggregates: [
      ...[text('key'), text('bucket_size'), bucket],
      ...scalarStatesOf(plan.states, on.dialect).map((state) => ({ name: state.id, type: stateType(state) })),
      addedAt,
    ],
    daily_values: [
      ...[text('key'), bucket, text('state'), text('value'), { name: 'n', type: 'int64' as const }],
      { name: 'last_order', type: 'order' },
      addedAt,
    ],
    attributes: attributeColumns(plan).filter(({ name }) => name !== 'updated_at'),
  }
  const statements = Object.entries(made).map(([kind, columns]) => ({
    name: kind,
    statement: { kind: 'createTable' as const, table: tableRef(`${plan.id}_${kind}`, schema), columns },
  }))
  return { name: 'tables', purpose: '', reads: [], writes: [], statements }
}

/** What expressions of the models are: the same in every run. */
const values: Readonly<Record<string, string>> = {
  "source('snowplow', 'events')": 'atomic.events',
  'window.since': '2024-03-01T00:00:00.000000Z',
  'window.lo': '2024-03-02T00:00:00.000000Z',
  'window.hi': '2024-03-03T00:00:00.000000Z',
  every_app: 'False',
  'app_ids()': "'web', 'it\\'s'",
  include_current_day: 'True',
}
