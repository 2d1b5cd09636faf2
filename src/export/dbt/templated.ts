import type { Dialect } from '../../dialect.ts'
import type { ParameterType } from '../../sql/index.ts'
import { expressionPattern, jinjaValue, verbatim } from './jinja.ts'

/** What is a parameter of a run, as the Jinja of a model: most are set at its head. */
const expressions: Readonly<Record<string, string>> = {
  as_of: '{{ as_of }}',
  days_as_of: '{{ days_as_of }}',
  every_app: '{{ every_app }}',
  app_ids: '{{ app_ids() }}',
  include_current_day: '{{ include_current_day }}',
}
const bounds: ReadonlySet<string> = new Set(['since', 'lo', 'hi'])

/** The name and table that sources.yml gives the events. */
export const source = { name: 'snowplow', table: 'events' } as const

/**
 * A warehouse's SQL as a dbt model has it: parameters are Jinja, tables are what ref, source and this name, and text
 * that looks like Jinja comes out as it was. A table of the model's own name is the model itself, one with a schema
 * is the source.
 */
export function templated(dialect: Dialect, model: string): Dialect {
  return {
    ...dialect,
    name: `${dialect.name} in dbt`,
    identifier: (name) => verbatim(dialect.identifier(name)),
    textLiteral: (value) => verbatim(dialect.textLiteral(value)),
    parameter: (name, _, type) => parameter(name, type, dialect),
    relation: ({ schema, name }) => {
      if (schema !== undefined) return `{{ source(${jinjaValue(source.name)}, ${jinjaValue(source.table)}) }}`
      return name === model ? '{{ this }}' : `{{ ref(${jinjaValue(name)}) }}`
    },
    formatting: {
      ...dialect.formatting,
      parameters: { ...dialect.formatting.parameters, template: expressionPattern },
    },
  }
}

function parameter(name: string, type: ParameterType, dialect: Dialect): string {
  if (bounds.has(name)) return `cast('{{ window.${name} }}' as ${dialect.type(type)})`
  const expression = expressions[name]
  if (expression === undefined) throw new Error(`a dbt model has no ${name}`)
  return expression
}
