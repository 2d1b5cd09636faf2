import { expect, it } from 'vitest'
import { columnsOf } from '../../../dialects/snowflake/columns.ts'
import { dialect } from '../../../dialects/snowflake/dialect.ts'
import { formatStatement, planProject } from '../../../src/compile/index.ts'
import type { Cast, LeafRef } from '../../../src/plan/index.ts'
import { lookAtSources } from '../../../src/run/index.ts'
import { select } from '../../../src/sql/index.ts'
import { cataloguedColumns, observedColumns } from '../../../src/steps/index.ts'
import { sourceValue } from '../../../src/steps/leaf.ts'
import { configOf } from '../../support/run-on.ts'
import { groupOf } from '../../support/small.ts'

function described(types: Readonly<Record<string, string>>) {
  return columnsOf(Object.entries(types).map(([name, type]) => ({ name, type })))
}

const products =
  'ARRAY(OBJECT(unit_price NUMBER(10,2), "a, (b" VARCHAR(16777216), tags ARRAY(VARCHAR NOT NULL), m MAP(VARCHAR, NUMBER(38,0))) NOT NULL)'

it('reads structured types, with what they are made of', () => {
  const columns = described({
    CONTEXTS_P_1: products,
    O: 'OBJECT',
    A: 'ARRAY',
    M: 'MAP(VARCHAR, OBJECT(a DATE))',
  })
  expect(columns).toEqual({
    contexts_p_1: {
      list: { struct: { unit_price: 'json', 'a, (b': 'json', tags: { list: 'json' }, m: { struct: {} } } },
    },
    o: 'json',
    a: 'json',
    m: { struct: {} },
  })
})

it('leaves out what no cast reads, so that a property of it is null', () => {
  expect(
    described({ G: 'GEOGRAPHY', H: 'GEOMETRY', V: 'VECTOR(FLOAT, 3)', F: 'FILE', lower: 'DATE', D: 'DATE' }),
  ).toEqual({
    d: 'date',
  })
})

const entity = { kind: 'entity', column: 'contexts_p_1', index: 0 } as const
const leaves: readonly (readonly [LeafRef, Cast])[] = [
  [{ ...entity, path: [{ field: 'unitPrice' }] }, 'text'],
  [{ ...entity, path: [{ field: 'tags' }] }, 'text'],
  [{ ...entity, path: [] }, 'object'],
  [{ kind: 'atomic', column: 'contexts_p_1' }, 'text'],
]

it('reads a field by the name that the table has', () => {
  const spelled = { CONTEXTS_P_1: 'ARRAY(OBJECT("unitPrice" NUMBER(10,2)))' }
  const leaf = { ...entity, path: [{ field: 'unitPrice' }] }
  for (const columns of [
    observedColumns(described(spelled), 'json'),
    cataloguedColumns(described(spelled)),
  ]) {
    expect(columns.resolve(leaf)).toMatchObject({ typed: [{ index: 0 }, { field: 'unitPrice' }] })
  }
})

it('needs no catalogue for a layout that no setting names', async () => {
  const group = groupOf([
    { name: 'price', type: 'double', aggregation: 'sum', events: [], property: 'entity:p/p/1#unitPrice' },
  ])
  const table = described({
    ...{ EVENT_ID: 'TEXT', DOMAIN_USERID: 'TEXT', CONTEXTS_P_P_1: products },
    ...{ LOAD_TSTAMP: 'TIMESTAMP_NTZ', COLLECTOR_TSTAMP: 'TIMESTAMP_NTZ', DERIVED_TSTAMP: 'TIMESTAMP_NTZ' },
  })
  const sources = await lookAtSources(
    { describe: async () => table },
    planProject(configOf({}), [group]),
    undefined,
    dialect,
  )
  expect([...sources.refused.values()]).toEqual([])
})

it.each(leaves)('gives functions a structured value as VARIANT only: %j as %s', (leaf, cast) => {
  // as a run without a catalogue sees them
  const columns = observedColumns(described({ CONTEXTS_P_1: products }), 'json')
  const value = sourceValue(columns.resolve(leaf), 'e', dialect)
  if (value === undefined) throw new Error('missing')
  const query = select({ columns: [{ expr: dialect.convert(value.expr, value.type, cast), as: 'x' }] })
  const statement = formatStatement({ kind: 'query', query }, dialect)
  expect(statement).toContain('cast("E"."CONTEXTS_P_1" as variant)')
  expect(statement.replaceAll('cast("E"."CONTEXTS_P_1" as variant)', '')).not.toContain('CONTEXTS_P_1')
  if ('path' in leaf && leaf.path.length > 0) expect(statement).not.toContain('unitPrice')
})
