import { formatStatement } from '../../compile/index.ts'
import type { Dialect } from '../../dialect.ts'
import type { CommonTable, Query } from '../../sql/index.ts'
import type { JinjaValue } from './jinja.ts'
import { jinjaValue } from './jinja.ts'

/** Common tables of a model: the same in every run, or others when rows are added to what is there. */
export type Tables =
  | { readonly kind: 'always'; readonly tables: readonly CommonTable[] }
  | {
      readonly kind: 'by run'
      readonly incremental: readonly CommonTable[]
      readonly full: readonly CommonTable[]
    }

export interface Model {
  readonly name: string
  /** What it holds and why it is made as it is, a line of the header each. */
  readonly purpose: readonly string[]
  readonly config: Readonly<Record<string, JinjaValue>>
  /** Statements of Jinja that its SQL builds on. */
  readonly sets: readonly string[]
  readonly tables: readonly Tables[]
  readonly query: Query
}

/** How every file of an exported project begins, behind the signs of a comment. */
export const mark = 'Written by sbe export dbt: change the definitions and export again.'

/** The text of a model's file. */
export function modelText(model: Model, dialect: Dialect): string {
  const { name, purpose, config, sets } = model
  const settings = Object.entries(config).map(([key, value]) => `  ${key}=${jinjaValue(value)},\n`)
  return [
    [mark, name, ...purpose].map((line) => `-- ${line}\n`).join(''),
    `{{ config(\n${settings.join('')}) }}\n`,
    sets.map((set) => `${set}\n`).join(''),
    '\n',
    queryText(model, dialect),
  ].join('')
}

function queryText({ tables, query }: Model, dialect: Dialect): string {
  const parts = tables.map((part, index) => {
    const end = index === tables.length - 1 ? '\n' : ',\n'
    const text = (of: readonly CommonTable[]): string =>
      `${of.map((table) => tableText(table, dialect)).join(',\n')}${end}`
    return part.kind === 'always'
      ? text(part.tables)
      : `{% if is_incremental() %}\n${text(part.incremental)}{% else %}\n${text(part.full)}{% endif %}\n`
  })
  return `with\n${parts.join('')}${formatStatement({ kind: 'query', query }, dialect)}\n`
}

function tableText({ name, query }: CommonTable, dialect: Dialect): string {
  // no literal has a line break: verbatim writes it as an escape
  const lines = formatStatement({ kind: 'query', query }, dialect).split('\n')
  return `${dialect.identifier(name)} as (\n${lines.map((line) => `  ${line}\n`).join('')})`
}
