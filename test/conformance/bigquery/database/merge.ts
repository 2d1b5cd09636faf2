import { dialect } from '../../../../dialects/bigquery/dialect.ts'
import type { Table } from '../evaluator/protocol.ts'
import { type Change, numberIn, type On, once, replacing, selection } from './change.ts'
import type { Merge, MergeClause } from './dml.ts'
import { assigned, namesOf, storedRow, targetsOf } from './storing.ts'

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax#merge_statement */
export async function merged(merge: Merge, on: On): Promise<Change> {
  // read once: its clock and its random values are the same for every clause
  const source = await on.evaluator.query(`select * from ${merge.source} as ${merge.sourceAlias}`, on.given)
  const columns = source.columns.map((column) => ({ ...column, isRequired: false }))
  const tables = new Map([...on.given.tables, [sourceName, { columns, rows: source.rows }]])
  const withSource: On = { ...on, given: { ...on.given, tables } }
  const changes: Change[] = []
  for (const [nth, clause] of merge.clauses.entries()) {
    // what has two clauses goes by the first
    const before = merge.clauses.slice(0, nth).filter(({ when }) => when === clause.when)
    const condition = [
      `(${clause.condition})`,
      ...before.map((each) => `not ifnull((${each.condition}), false)`),
    ]
    changes.push(await clauseChange(merge, clause, condition.join(' and '), withSource))
  }
  return {
    replaced: once(changes.flatMap(({ replaced }) => [...replaced])),
    added: changes.flatMap(({ added }) => added),
  }
}

const sourceName = 'merge source'

async function clauseChange(
  { table: name, alias, sourceAlias, on: join }: Merge,
  { when, action }: MergeClause,
  condition: string,
  { evaluator, given, table }: On,
): Promise<Change> {
  const target = `${dialect.identifier(name)} as ${alias}`
  const source = `${dialect.identifier(sourceName)} as ${sourceAlias}`
  const from = {
    matched: `${target} join ${source} on ${join} where ${condition}`,
    'not matched': `${source} where not exists (select 1 from ${target} where ${join}) and ${condition}`,
    'not matched by source': `${target} where not exists (select 1 from ${source} where ${join}) and ${condition}`,
  }[when]
  if (action.kind === 'insert') {
    const targets = targetsOf(table.columns, action.columns)
    const values = targets.map((column, nth) => assigned(column, action.values[nth] ?? ''))
    const { rows } = await evaluator.query(`select ${values.join(', ')} from ${from}`, given)
    return {
      replaced: new Map(),
      added: stored(table, namesOf(targets), rows),
    }
  }
  const assignments = action.kind === 'update' ? action.assignments : []
  const { rows } = await evaluator.query(`${selection(alias, table, assignments)} from ${from}`, given)
  const found =
    action.kind === 'update'
      ? replacing(table, assignments, rows)
      : rows.map(([number]) => [numberIn(number), undefined] as const)
  return { replaced: once(found), added: [] }
}

function stored({ columns }: Table, names: readonly string[], rows: Table['rows']): Table['rows'] {
  return rows.map((row) => storedRow(columns, names, row))
}
