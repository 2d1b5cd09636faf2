import { Reader } from '../text/reader.ts'
import { isSign, nameIn, partsAt, type Token, textOf } from '../text/tokens.ts'

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax, its expressions and queries as text */
export type Dml = Insert | Update | Delete | Merge

export interface Insert {
  readonly kind: 'insert'
  readonly table: string
  readonly columns?: readonly string[]
  readonly from: { readonly rows: readonly (readonly string[])[] } | { readonly query: string }
}

/** A table to be changed: the name it has in the statement's expressions is SQL. */
interface Target {
  readonly table: string
  readonly alias: string
}

export interface Assignment {
  readonly column: string
  readonly value: string
}

export interface Update extends Target {
  readonly kind: 'update'
  readonly assignments: readonly Assignment[]
  readonly from?: string
  readonly where: string
}

export interface Delete extends Target {
  readonly kind: 'delete'
  readonly where: string
}

export interface Merge extends Target {
  readonly kind: 'merge'
  readonly source: string
  readonly sourceAlias: string
  readonly on: string
  readonly clauses: readonly MergeClause[]
}

export interface MergeClause {
  readonly when: 'matched' | 'not matched' | 'not matched by source'
  readonly condition: string
  readonly action: MergeAction
}

export type MergeAction =
  | { readonly kind: 'delete' }
  | { readonly kind: 'update'; readonly assignments: readonly Assignment[] }
  | { readonly kind: 'insert'; readonly columns?: readonly string[]; readonly values: readonly string[] }

/** A statement whose tables have one name each; undefined of another kind of statement. */
export function dmlIn(tokens: readonly Token[]): Dml | undefined {
  const reader = new Reader(tokens)
  if (reader.takes('insert')) return insertIn(reader)
  if (reader.takes('update')) return updateIn(reader)
  if (reader.takes('delete')) return deleteIn(reader)
  return reader.takes('merge') ? mergeIn(reader) : undefined
}

function insertIn(reader: Reader): Insert {
  reader.takes('into')
  const table = nameIn(reader.expectsName())
  const columns = columnsIn(reader)
  if (!reader.takes('values')) {
    return { kind: 'insert', table, ...columns, from: { query: textOf(reader.rest()) } }
  }
  const rows = partsAt(reader.rest(), ',').map(({ tokens }) => {
    const row = new Reader(tokens)
    const values = textsAt(row.enclosed())
    row.end()
    return values
  })
  return { kind: 'insert', table, ...columns, from: { rows } }
}

function updateIn(reader: Reader): Update {
  const target = targetIn(reader, 'set')
  reader.expects('set')
  const [set, ...parts] = partsAt(reader.rest(), 'from', 'where')
  const part = (start: string): string | undefined => {
    const found = parts.find((each) => each.start === start)
    return found === undefined ? undefined : textOf(found.tokens)
  }
  const [from, where] = [part('from'), part('where')]
  if (where === undefined) throw new Error('UPDATE must have a WHERE clause')
  return {
    kind: 'update',
    ...target,
    assignments: assignmentsIn(set?.tokens ?? [], target),
    ...(from === undefined ? {} : { from }),
    where,
  }
}

function deleteIn(reader: Reader): Delete {
  reader.takes('from')
  const target = targetIn(reader, 'where')
  if (!reader.takes('where')) throw new Error('DELETE must have a WHERE clause')
  return { kind: 'delete', ...target, where: textOf(reader.rest()) }
}

function mergeIn(reader: Reader): Merge {
  reader.takes('into')
  const target = targetIn(reader, 'using')
  reader.expects('using')
  const [head, ...clauses] = partsAt(reader.rest(), 'when')
  const [source, on] = partsAt(head?.tokens ?? [], 'on')
  return {
    kind: 'merge',
    ...target,
    ...sourceIn(new Reader(source?.tokens ?? [])),
    on: textOf(on?.tokens ?? []),
    clauses: clauses.map(({ tokens }) => mergeClauseIn(tokens, target)),
  }
}

function sourceIn(reader: Reader): Pick<Merge, 'source' | 'sourceAlias'> {
  const source = reader.isAt('(') ? `(${textOf(reader.enclosed())})` : reader.expectsName().text
  reader.takes('as')
  const sourceAlias = reader.expectsName().text
  reader.end()
  return { source, sourceAlias }
}

function mergeClauseIn(tokens: readonly Token[], target: Target): MergeClause {
  const [head, action] = partsAt(tokens, 'then')
  const reader = new Reader(head?.tokens ?? [])
  const isNot = reader.takes('not')
  reader.expects('matched')
  const bySource = isNot && reader.takes('by', 'source')
  if (isNot && !bySource) reader.takes('by', 'target')
  const condition = reader.takes('and') ? textOf(reader.rest()) : 'true'
  reader.end()
  const when = bySource ? 'not matched by source' : isNot ? 'not matched' : 'matched'
  return { when, condition, action: mergeActionIn(new Reader(action?.tokens ?? []), target) }
}

function mergeActionIn(reader: Reader, target: Target): MergeAction {
  if (reader.takes('delete')) return { kind: 'delete' }
  if (reader.takes('update', 'set')) {
    return { kind: 'update', assignments: assignmentsIn(reader.rest(), target) }
  }
  reader.expects('insert')
  const columns = columnsIn(reader)
  reader.expects('values')
  const values = textsAt(reader.enclosed())
  reader.end()
  return { kind: 'insert', ...columns, values }
}

function targetIn(reader: Reader, next: string): Target {
  const table = nameIn(reader.expectsName())
  const alias = reader.takes('as') ? reader.expectsName() : reader.name(next)
  return { table, alias: alias?.text ?? `\`${table.slice(table.indexOf('.') + 1)}\`` }
}

function columnsIn(reader: Reader): { readonly columns?: readonly string[] } {
  if (!reader.isAt('(')) return {}
  return {
    columns: partsAt(reader.enclosed(), ',').map(({ tokens }) => nameIn(new Reader(tokens).expectsName())),
  }
}

function assignmentsIn(tokens: readonly Token[], { alias }: Target): readonly Assignment[] {
  return partsAt(tokens, ',').map(({ tokens: each }) => {
    const at = each.findIndex((token) => isSign(token, '='))
    const path = each.slice(0, at).filter((token) => !isSign(token, '.'))
    const [first, second] = path
    const column = path.length === 2 && first?.text.toLowerCase() === alias.toLowerCase() ? second : first
    if (column === undefined || path.length > 2 || (path.length === 2 && column === first)) {
      throw new Error(`an assignment to a part of a column is not known here: ${textOf(each)}`)
    }
    return { column: nameIn(column), value: textOf(each.slice(at + 1)) }
  })
}

function textsAt(tokens: readonly Token[]): readonly string[] {
  return partsAt(tokens, ',').map((part) => textOf(part.tokens))
}
