import { dialect } from '../../../../dialects/bigquery/dialect.ts'
import { type Change, numberIn, type On, once, replacing, selection } from './change.ts'
import type { Delete, Dml, Insert, Update } from './dml.ts'
import { merged } from './merge.ts'
import { assigned, coerced, namesOf, storedRow, targetsOf } from './storing.ts'

/** The evaluator only reads: what a statement changes is asked for with queries. */
export function changeOf(dml: Dml, on: On): Promise<Change> {
  switch (dml.kind) {
    case 'insert':
      return inserted(dml, on)
    case 'update':
      return updated(dml, on)
    case 'delete':
      return deleted(dml, on)
    case 'merge':
      return merged(dml, on)
  }
}

async function inserted({ columns, from }: Insert, { evaluator, given, table }: On): Promise<Change> {
  const targets = targetsOf(table.columns, columns)
  const row = (values: readonly string[]): string =>
    `select ${targets.map((target, nth) => assigned(target, values[nth] ?? '')).join(', ')}`
  const text = 'query' in from ? from.query : from.rows.map(row).join(' union all ')
  const rows = await coerced(evaluator, await evaluator.query(text, given), targets, given)
  const names = namesOf(targets)
  return { replaced: new Map(), added: rows.map((values) => storedRow(table.columns, names, values)) }
}

async function updated(update: Update, { evaluator, given, table }: On): Promise<Change> {
  const { table: name, alias, assignments, from, where } = update
  const target = `${dialect.identifier(name)} as ${alias}`
  const sources = from === undefined ? target : `${target}, ${from}`
  const select = selection(alias, table, assignments)
  const { rows } = await evaluator.query(`${select} from ${sources} where ${where}`, given)
  return { replaced: once(replacing(table, assignments, rows)), added: [] }
}

async function deleted(
  { table: name, alias, where }: Delete,
  { evaluator, given, table }: On,
): Promise<Change> {
  const text = `${selection(alias, table, [])} from ${dialect.identifier(name)} as ${alias} where ${where}`
  const { rows } = await evaluator.query(text, given)
  return { replaced: new Map(rows.map(([number]) => [numberIn(number), undefined])), added: [] }
}
