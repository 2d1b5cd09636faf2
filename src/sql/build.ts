import type {
  CommonTable,
  Expr,
  Operator,
  OrderBy,
  ParameterType,
  Query,
  Select,
  SqlType,
  TableRef,
} from './node.ts'

export const column = (name: string, table?: string): Expr =>
  table === undefined ? { kind: 'column', name } : { kind: 'column', table, name }
export const text = (value: string): Expr => ({ kind: 'text', value })
export const integer = (value: number): Expr => ({ kind: 'integer', value })
export const double = (value: string): Expr => ({ kind: 'double', value })
export const boolean = (value: boolean): Expr => ({ kind: 'boolean', value })
export const nullOf = (type: SqlType): Expr => ({ kind: 'null', type })
export const parameter = (name: string, type: ParameterType = 'text'): Expr => ({
  kind: 'parameter',
  name,
  type,
})
export const timeParameter = (name: string): Expr => parameter(name, 'timestamp')
export const binary = (operator: Operator, left: Expr, right: Expr): Expr => ({
  kind: 'binary',
  operator,
  left,
  right,
})
export const equal = (left: Expr, right: Expr): Expr => binary('=', left, right)
export const isNull = (of: Expr): Expr => ({ kind: 'isNull', of, negated: false })
export const isNotNull = (of: Expr): Expr => ({ kind: 'isNull', of, negated: true })
export const inList = (of: Expr, values: readonly Expr[]): Expr => ({ kind: 'in', of, values })
export const among = (of: Expr, query: Select): Expr => ({ kind: 'among', of, query })
export const exists = (query: Select): Expr => ({ kind: 'exists', query })
export const cast = (of: Expr, type: SqlType): Expr => ({ kind: 'cast', of, type })
/**
 * The first value that is not null. Of a single one it is that: Snowflake refuses to be asked.
 * https://docs.snowflake.com/en/sql-reference/functions/coalesce
 */
export function coalesce(...of: readonly Expr[]): Expr {
  const [only] = of
  return only !== undefined && of.length === 1 ? only : { kind: 'coalesce', of }
}
export const caseWhen = (when: readonly (readonly [Expr, Expr])[], otherwise?: Expr): Expr =>
  otherwise === undefined ? { kind: 'case', when } : { kind: 'case', when, otherwise }
export const rowNumber = (partitionBy: readonly Expr[], orderBy: readonly OrderBy[]): Expr => ({
  kind: 'window',
  fn: 'row_number',
  partitionBy,
  orderBy,
})
export const lag = (of: Expr, partitionBy: readonly Expr[], orderBy: readonly OrderBy[]): Expr => ({
  kind: 'window',
  fn: 'lag',
  of,
  partitionBy,
  orderBy,
})

export const count = (where?: Expr): Expr => ({ kind: 'aggregate', fn: 'count', ...clause('where', where) })
export const aggregate = (fn: 'sum' | 'min' | 'max', of: Expr, where?: Expr): Expr => ({
  kind: 'aggregate',
  fn,
  of,
  ...clause('where', where),
})

/** True where every part is; `true` says nothing and is left out. */
export function and(...parts: readonly Expr[]): Expr {
  if (parts.some(isFalse)) return boolean(false)
  return logic(
    'and',
    parts.filter((part) => !isTrue(part)),
  )
}

/** True where one part is; of no parts, false. */
export function or(...parts: readonly Expr[]): Expr {
  if (parts.some(isTrue)) return boolean(true)
  const possible = parts.filter((part) => !isFalse(part))
  return possible.length === 0 ? boolean(false) : logic('or', possible)
}

function logic(operator: 'and' | 'or', parts: readonly Expr[]): Expr {
  const of = parts.flatMap((part) => (part.kind === 'logic' && part.operator === operator ? part.of : [part]))
  const [only] = of
  if (only === undefined) return boolean(true)
  return of.length === 1 ? only : { kind: 'logic', operator, of }
}

export function isTrue(expr: Expr): boolean {
  return expr.kind === 'boolean' && expr.value
}

function isFalse(expr: Expr): boolean {
  return expr.kind === 'boolean' && !expr.value
}

function clause<Name extends string>(name: Name, expr: Expr | undefined): { readonly [N in Name]?: Expr } {
  // The computed key makes TypeScript widen the object; it has this one optional clause.
  return (expr === undefined || isTrue(expr) ? {} : { [name]: expr }) as { readonly [N in Name]?: Expr }
}

/** A select without the clauses that say nothing. */
export function select(query: Omit<Select, 'kind'>): Select {
  const { where, having, with: tables, leftJoins, ...rest } = query
  return {
    kind: 'select',
    ...(tables === undefined || tables.length === 0 ? {} : { with: tables }),
    ...rest,
    ...(leftJoins === undefined || leftJoins.length === 0 ? {} : { leftJoins }),
    ...clause('where', where),
    ...clause('having', having),
  }
}

/** A query as a common table, those of its own before it: nested ones read badly. */
export function commonTables(name: string, query: Query): readonly CommonTable[] {
  const { with: own = [], ...rest } = query
  return [...own, { name, query: rest }]
}

/** Columns passed on under their own names. */
export function same(names: readonly string[], table?: string): Select['columns'] {
  return names.map((name) => ({ expr: column(name, table), as: name }))
}

export const tableRef = (name: string, schema?: string, database?: string): TableRef => ({
  kind: 'table',
  name,
  ...(schema === undefined ? {} : { schema }),
  ...(database === undefined ? {} : { database }),
})

export const cte = (name: string): { readonly kind: 'cte'; readonly name: string } => ({ kind: 'cte', name })

/**
 * A dialect's own spelling: sql`try_cast(${x} as double)`. The text is the dialect's, the parts are
 * nodes, so no value can become SQL. It has to be an atom: a call, or in parentheses.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly Expr[]): Expr {
  return { kind: 'fragment', strings: [...strings], parts }
}

/** A part of a longer expression that gets a column of its own where it is used more than once. */
export const part = (name: string, of: Expr): Expr => ({ kind: 'part', name, of })

/** Nodes with commas between them, for a dialect's calls of any number of arguments. */
export function commaList(parts: readonly Expr[]): Expr {
  return { kind: 'fragment', strings: parts.map((_, index) => (index === 0 ? '' : ', ')), parts }
}
