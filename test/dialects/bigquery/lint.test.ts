import { describe, expect, it } from 'vitest'
import { dialect } from '../../../dialects/bigquery/dialect.ts'
import { columnsBefore, compileStep, planProject } from '../../../src/compile/index.ts'
import type { Query, Select, Statement } from '../../../src/sql/index.ts'
import { boolean, column, cte, select } from '../../../src/sql/index.ts'
import { type Step, stepsOf } from '../../../src/steps/index.ts'
import { caseNames, type GoldenCase, readCase } from '../../golden/golden-case.ts'
import { catalogueOf } from '../../golden/golden-files.ts'
import { configOf, output } from '../../support/run-on.ts'

/*
 * What BigQuery refuses, or reads in another way, and its analyzer takes: looked for in the SQL of every
 * golden case.
 */

/** Rule → what is wrong with a statement. */
const rules: Readonly<Record<string, (statement: Statement, text: string) => readonly string[]>> = {
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/aggregate-function-calls
  'an aggregate that orders its input says nothing of nulls': (_, text) =>
    aggregateCalls(text).filter((call) => /\bnulls (first|last)\b/i.test(call)),

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
      compileStep(step, dialect).statements.flatMap(({ name: named, text }) => {
        const statement = step.statements.find((each) => each.name === named)?.statement
        return statement === undefined
          ? []
          : rule(statement, text).map((what) => `${step.name} ${named}: ${what}`)
      }),
    )
    expect(found).toEqual([])
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

/** The calls of aggregates that take an order, from the name to the closing parenthesis. */
function aggregateCalls(text: string): readonly string[] {
  return [...text.matchAll(/\b(array_agg|string_agg|array_concat_agg)\s*\(/gi)].map(({ index }) => {
    let depth = 0
    for (let at = text.indexOf('(', index); at < text.length; at += 1) {
      if (text[at] === '(') depth += 1
      if (text[at] === ')') depth -= 1
      if (depth === 0) return text.slice(index, at + 1)
    }
    return text.slice(index)
  })
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
const broken: Readonly<Record<string, readonly [Statement, string]>> = {
  'an aggregate that orders its input says nothing of nulls': [
    { kind: 'begin' },
    'select array_agg(if(a, (b), null) order by c desc nulls last limit 1) from t order by d nulls last',
  ],
  'a name to group by is not that of a result, unless both are the same column': [
    {
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
    '',
  ],
  'a condition on windows is of a query that has not grouped': [
    {
      kind: 'query',
      query: select({ columns: [], from: cte('t'), groupBy: [column('a')], qualify: boolean(true) }),
    },
    '',
  ],
}

it.each(Object.entries(rules))('found when it is broken: %s', (name, rule) => {
  const [statement, text] = broken[name] ?? [{ kind: 'begin' }, '']
  expect(rule(statement, text)).toHaveLength(1)
})
