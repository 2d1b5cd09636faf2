import type { Dialect } from '../dialect.ts'
import { isTrue } from './build.ts'
import type { Expr, Join, OrderBy, Query, Relation, Select, SqlType, Statement, TableRef } from './node.ts'
import { parametersOf } from './parameters.ts'

/** The text of one statement in a dialect, on one line: formatting is another's work. */
export function renderStatement(statement: Statement, dialect: Dialect): string {
  return new Renderer(dialect, [...parametersOf(statement).keys()]).statement(statement)
}

class Renderer {
  constructor(
    private readonly dialect: Dialect,
    private readonly parameters: readonly string[],
  ) {}

  statement(statement: Statement): string {
    switch (statement.kind) {
      case 'createMacro':
        return `create or replace ${statement.lasting ? '' : 'temporary '}macro ${statement.name}(${this.name(statement.parameter)}) as ${this.expr(statement.body)}`
      case 'createSchema':
        return `create schema if not exists ${this.names(statement.database, statement.schema)}`
      case 'createTable': {
        const columns = statement.columns.map(
          ({ name, type, required }) => `${this.name(name)} ${this.type(type)}${required ? ' not null' : ''}`,
        )
        const { table, role } = statement
        const names = statement.columns.map(({ name }) => this.name(name))
        const { modifier, clause } =
          role === undefined ? { modifier: 'temporary', clause: '' } : this.dialect.tableOptions(role, names)
        const words = ['create', modifier, 'table if not exists', this.table(table)]
        return `${words.filter((word) => word !== '').join(' ')} (${columns.join(', ')}) ${clause}`.trimEnd()
      }
      case 'createTemporaryAs':
        return `create or replace temporary table ${this.table(statement.table)} as ${this.query(statement.query)}`
      case 'addColumn': {
        const { name, type } = statement.column
        return `alter table ${this.table(statement.table)} add column if not exists ${this.name(name)} ${this.type(type)}`
      }
      case 'dropColumn':
        return `alter table ${this.table(statement.table)} drop column if exists ${this.name(statement.column)}`
      case 'grantSelect':
        if (this.dialect.grantSelect === undefined) throw new Error(`${this.dialect.name} has no grants`)
        return this.dialect.grantSelect(this.table(statement.table), statement.to)
      case 'dropTable':
        return `drop table if exists ${this.table(statement.table)}`
      case 'insert': {
        const columns = statement.columns.map((name) => this.name(name)).join(', ')
        return `insert into ${this.table(statement.into)} (${columns}) ${this.query(statement.query)}`
      }
      case 'merge':
        return this.merge(statement)
      case 'update': {
        const set = statement.set
          .map(([name, value]) => `${this.name(name)} = ${this.expr(value)}`)
          .join(', ')
        return `update ${this.table(statement.table)} set ${set} where ${this.expr(statement.where)}`
      }
      case 'delete':
        // BigQuery wants a condition: https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax#where_keyword
        return `delete from ${this.table(statement.from)}${this.where(statement.where) || ' where true'}`
      case 'query':
        return this.query(statement.query)
      case 'begin':
        return 'begin transaction'
      case 'commit':
        return 'commit'
    }
  }

  private merge({ into, key, columns, query, gone }: Statement & { readonly kind: 'merge' }): string {
    const names = columns.map((name) => this.name(name))
    const values = columns.map((name) => this.names('n', name))
    const others = columns.filter((name) => name !== key)
    const set = others.map((name) => `${this.name(name)} = ${this.names('n', name)}`).join(', ')
    return [
      `merge into ${this.table(into)} as ${this.name('p')} using (${this.query(query)}) as ${this.name('n')}`,
      `on ${this.names('p', key)} = ${this.names('n', key)}`,
      ...(gone === undefined
        ? []
        : [`when matched and ${this.expr(gone)} then delete`, `when matched then update set ${set}`]),
      `when not matched then insert (${names.join(', ')}) values (${values.join(', ')})`,
    ].join(' ')
  }

  query(query: Query): string {
    return query.kind === 'select'
      ? this.select(query)
      : `${this.commonTables(query)}${query.of.map((part) => this.select(part)).join(' union all ')}`
  }

  private commonTables({ with: tables = [] }: Query): string {
    const named = tables.map(({ name, query }) => `${this.name(name)} as (${this.query(query)})`)
    return named.length === 0 ? '' : `with ${named.join(', ')} `
  }

  private select(query: Select): string {
    const columns = query.columns.map(({ expr, as }) => {
      const own = expr.kind === 'column' && expr.name === as
      return own ? this.expr(expr) : `${this.expr(expr)} as ${this.name(as)}`
    })
    const joined = (how: 'left' | 'full', { to, as, on }: Join): string =>
      ` ${how} join ${this.relation(to)} as ${this.name(as)} on ${this.expr(on)}`
    const joins = [
      ...(query.leftJoins ?? []).map((join) => joined('left', join)),
      ...(query.fullJoin === undefined ? [] : [joined('full', query.fullJoin)]),
    ]
    return [
      this.commonTables(query),
      `select ${columns.join(', ')}`,
      query.from === undefined ? '' : ` from ${this.relation(query.from)}`,
      query.as === undefined ? '' : ` as ${this.name(query.as)}`,
      ...joins,
      query.crossJoin === undefined
        ? ''
        : ` cross join ${this.expr(query.crossJoin.to)} as ${this.name(query.crossJoin.as)}`,
      this.where(query.where),
      query.groupBy === undefined ? '' : ` group by ${this.list(query.groupBy)}`,
      query.having === undefined ? '' : ` having ${this.expr(query.having)}`,
      query.qualify === undefined ? '' : ` qualify ${this.expr(query.qualify)}`,
      query.orderBy === undefined ? '' : ` order by ${this.ordering(query.orderBy)}`,
      query.limit === undefined ? '' : ` limit ${query.limit}`,
    ].join('')
  }

  private relation(relation: Relation): string {
    switch (relation.kind) {
      case 'table':
        return this.table(relation)
      case 'cte':
        return this.name(relation.name)
    }
  }

  expr(expr: Expr): string {
    const { dialect } = this
    switch (expr.kind) {
      case 'column':
        return expr.table === undefined ? this.name(expr.name) : this.names(expr.table, expr.name)
      case 'text':
        return dialect.textLiteral(expr.value)
      case 'integer':
        return String(expr.value)
      case 'double':
        return dialect.doubleLiteral(expr.value)
      case 'boolean':
        return String(expr.value)
      case 'null':
        return `cast(null as ${this.type(expr.type)})`
      case 'parameter':
        return dialect.parameter(expr.name, this.parameters.indexOf(expr.name) + 1, expr.type)
      case 'binary':
        return `${this.operand(expr.left)} ${expr.operator} ${this.operand(expr.right)}`
      case 'logic':
        return expr.of.map((part) => this.operand(part, 'comparison')).join(` ${expr.operator} `)
      case 'isNull':
        return `${this.operand(expr.of)} is ${expr.negated ? 'not ' : ''}null`
      case 'in':
        return `${this.operand(expr.of)} in (${this.list(expr.values)})`
      case 'among':
        return `${this.operand(expr.of)} in (${this.query(expr.query)})`
      case 'exists':
        return `exists (${this.query(expr.query)})`
      case 'case': {
        const when = expr.when.map(
          ([condition, value]) => `when ${this.expr(condition)} then ${this.expr(value)}`,
        )
        const otherwise = expr.otherwise === undefined ? '' : ` else ${this.expr(expr.otherwise)}`
        return `case ${when.join(' ')}${otherwise} end`
      }
      case 'cast':
        return `cast(${this.expr(expr.of)} as ${this.type(expr.type)})`
      case 'coalesce':
        return `coalesce(${this.list(expr.of)})`
      case 'aggregate': {
        const { fn, of, where } = expr
        if (of === undefined)
          return where === undefined ? 'count(*)' : this.expr(dialect.functions.countIf(where))
        return `${fn}(${this.expr(where === undefined ? of : dialect.functions.onlyIf(where, of))})`
      }
      case 'window': {
        const argument = expr.of === undefined ? '' : this.expr(expr.of)
        const partition = this.list(expr.partitionBy)
        const order = expr.orderBy.map(
          ({ by, descending }) => `${this.expr(by)}${descending ? ' desc' : ''} nulls last`,
        )
        return `${expr.fn}(${argument}) over (partition by ${partition} order by ${order.join(', ')})`
      }
      case 'part':
        return this.expr(expr.of)
      case 'fragment':
        return expr.strings
          .map((part, index) => {
            const node = expr.parts[index]
            return node === undefined ? part : part + this.expr(node)
          })
          .join('')
    }
  }

  /** In parentheses where another operator would read it differently, or a reader might. */
  private operand(expr: Expr, within: 'operator' | 'comparison' = 'operator'): string {
    const tight: readonly Expr['kind'][] =
      within === 'comparison' ? ['logic'] : ['logic', 'binary', 'isNull', 'in', 'among']
    return tight.includes(expr.kind) ? `(${this.expr(expr)})` : this.expr(expr)
  }

  private where(where: Expr | undefined): string {
    return where === undefined || isTrue(where) ? '' : ` where ${this.expr(where)}`
  }

  private ordering(orderBy: readonly OrderBy[]): string {
    return orderBy.map(({ by, descending }) => `${this.expr(by)}${descending ? ' desc' : ''}`).join(', ')
  }

  private list(exprs: readonly Expr[]): string {
    return exprs.map((expr) => this.expr(expr)).join(', ')
  }

  private table(ref: TableRef): string {
    return this.dialect.relation?.(ref) ?? this.names(ref.database, ref.schema, ref.name)
  }

  private names(...names: readonly (string | undefined)[]): string {
    return names.flatMap((name) => (name === undefined ? [] : [this.name(name)])).join('.')
  }

  private name(name: string): string {
    return this.dialect.identifier(name)
  }

  private type(type: SqlType): string {
    return this.dialect.type(type)
  }
}
