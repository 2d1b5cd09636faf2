import { describe, expect, it } from 'vitest'
import { dbt as target } from '../../../dialects/bigquery/dbt.ts'
import { dialect } from '../../../dialects/bigquery/dialect.ts'
import { columnsBefore, compileStep, planProject } from '../../../src/compile/index.ts'
import { exportDbt } from '../../../src/export/dbt/index.ts'
import type { Query, Select, Statement } from '../../../src/sql/index.ts'
import { boolean, column, cte, select } from '../../../src/sql/index.ts'
import { type Step, stepsOf } from '../../../src/steps/index.ts'
import { caseNames, type GoldenCase, readCase } from '../../golden/golden-case.ts'
import { catalogueOf } from '../../golden/golden-files.ts'
import { configOf, output } from '../../support/run-on.ts'
import { textRules } from './text-rules.ts'

/*
 * What BigQuery refuses, or reads in another way, and its analyzer takes: looked for in the SQL of every
 * golden case.
 */

/** Rule → what is wrong with a statement. */
const rules: Readonly<Record<string, (statement: Statement) => readonly string[]>> = {
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#group_by_clause
  'a name to group by is not that of a result, unless both are the same column': (statement) =>
    selectsOf(statement).flatMap(({ columns, groupBy = [] }) =>
      groupBy.flatMap((by) => {
        const taken = columns.find(({ as }) => by.kind === 'column' && as === by.name)
        return taken !== undefined && JSON.stringify(taken.expr) !== JSON.stringify(by) ? [taken.as] : []
      }),
    ),

  // https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#qualify_clause
  'a condition on windows is of a query that has not grouped': (statement) =>
    selectsOf(statement).flatMap(({ qualify, groupBy }) =>
      qualify !== undefined && groupBy !== undefined ? ['qualify'] : [],
    ),
}

describe.each(caseNames)('golden/%s', (name) => {
  it.each(Object.entries(rules))('%s', async (_, rule) => {
    const found = stepsOfCase(await readCase(name)).flatMap((step) =>
      step.statements.flatMap(({ name: named, statement }) =>
        rule(statement).map((what) => `${step.name} ${named}: ${what}`),
      ),
    )
    expect(found).toEqual([])
  })

  it.each(Object.entries(textRules))('%s', async (_, rule) => {
    const texts = textsOfCase(await readCase(name))
    expect(texts.length).toBeGreaterThan(0)
    expect(texts.flatMap(([of, text]) => rule(text).map((what) => `${of}: ${what}`))).toEqual([])
  })

  // https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#is_distinct
  it('lists and JSON are compared by their text', async () => {
    const steps = stepsOfCase(await readCase(name))
    const incomparable = steps
      .flatMap(({ statements }) => statements)
      .flatMap(({ statement }) => (statement.kind === 'createTable' ? statement.columns : []))
      .filter(({ type }) => typeof type !== 'string' || type === 'json')
      .map((column) => dialect.identifier(column.name))
    const texts = steps.flatMap((step) => compileStep(step, dialect).statements.map(({ text }) => text))
    const compared = texts.flatMap((text) => [...text.matchAll(/(`[^`]+`)\s+is (?:not )?distinct from/g)])
    expect(
      compared.map(([, column]) => column).filter((column) => incomparable.includes(column ?? '')),
    ).toEqual([])
  })
})

function stepsOfCase(golden: GoldenCase): readonly Step[] {
  const planned = planProject(configOf(golden.settings), golden.groups)
  const columns = columnsBefore(golden.catalogue ? catalogueOf(golden) : undefined, dialect)
  return stepsOf(planned, output, columns, dialect)
}

/** Every statement's text, with the catalogue and without, and that of every exported dbt model. */
function textsOfCase(golden: GoldenCase): readonly (readonly [of: string, text: string])[] {
  const planned = planProject(configOf(golden.settings), golden.groups)
  const catalogue = columnsBefore(catalogueOf(golden), dialect)
  const statements = [catalogue, columnsBefore(undefined, dialect)].flatMap((columns) =>
    stepsOf(planned, output, columns, dialect).flatMap((step) =>
      compileStep(step, dialect).statements.map(({ name, text }) => [`${step.name} ${name}`, text] as const),
    ),
  )
  const files = exportDbt(planned, catalogue, { dialect, target, profile: () => ({}) })
  return [
    ...statements,
    ...files.flatMap(({ file, text }) => (file.endsWith('.sql') ? [[file, text] as const] : [])),
  ]
}

/** Every select of a statement, those inside others too. */
function selectsOf(statement: Statement): readonly Select[] {
  return 'query' in statement ? within(statement.query) : []
}

function within(query: Query): readonly Select[] {
  const tables = (query.with ?? []).flatMap((table) => within(table.query))
  if (query.kind === 'union') return [...tables, ...query.of.flatMap(within)]
  return [...tables, query]
}

/** Each rule finds what it is there for. */
const broken: Readonly<Record<string, Statement>> = {
  'a name to group by is not that of a result, unless both are the same column': {
    kind: 'query',
    query: select({
      with: [
        {
          name: 'totals',
          query: select({
            columns: [{ expr: column('b'), as: 'a' }],
            from: cte('t'),
            groupBy: [column('a')],
          }),
        },
      ],
      columns: [{ expr: column('a'), as: 'a' }],
      from: cte('totals'),
      groupBy: [column('a')],
    }),
  },
  'a condition on windows is of a query that has not grouped': {
    kind: 'query',
    query: select({ columns: [], from: cte('t'), groupBy: [column('a')], qualify: boolean(true) }),
  },
}

it.each(Object.entries(rules))('found when it is broken: %s', (name, rule) => {
  expect(rule(broken[name] ?? { kind: 'begin' })).toHaveLength(1)
})

const brokenTexts: Readonly<Record<string, readonly string[]>> = {
  'an aggregate that orders its input says nothing of nulls': [
    'select array_agg(if(a, (b), null) order by c desc nulls last limit 1) from t order by d nulls last',
  ],
  'what depends on a time zone names it': [
    "select timestamp_trunc(timestamp_trunc(a, day), isoweek, 'UTC') from t",
    'select timestamp_trunc(a, hour) from t',
    'select extract(dayofweek from a) from t',
    "select format_timestamp('%F', a) from t",
    "select parse_timestamp('%F', a) from t",
    "select cast('1970-01-01' as timestamp)",
    'select safe_cast(`e`.`day` as timestamp) from t as `e`',
    'select timestamp(`e`.`day`) from t as `e`',
    'select date(`e`.`load_tstamp`) from t as `e`',
    'select current_date()',
    "select timestamp '2024-01-01 00:00:00'",
  ],
}

it.each(
  Object.entries(textRules).flatMap(([name, rule]) =>
    (brokenTexts[name] ?? ['']).map((text) => [name, text, rule] as const),
  ),
)('found when it is broken: %s: %s', (_, text, rule) => {
  expect(rule(text)).toHaveLength(1)
})
