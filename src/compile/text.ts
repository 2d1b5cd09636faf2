import type { DialectOptions } from 'sql-formatter'
import { bigquery, duckdb, formatDialect, snowflake } from 'sql-formatter'
import type { Dialect } from '../dialect.ts'
import type { ParameterType, Statement } from '../sql/index.ts'
import { parametersOf, renderStatement } from '../sql/index.ts'
import type { NamedStatement, ParameterName, Step } from '../steps/index.ts'
import { parameterMeanings } from '../steps/index.ts'

/** One statement as run sends it. */
export interface CompiledStatement {
  readonly name: string
  readonly text: string
  /** The parameters its text names, in alphabetical order: so they are numbered where they have no names. */
  readonly parameters: readonly ParameterName[]
  /** Of the parameters that are not text. */
  readonly types: Readonly<Record<string, ParameterType>>
}

/** A step as text: what `compile` prints and `run` executes. */
export interface CompiledStep {
  readonly step: Step
  /** Path of its file below the output folder, `/` between the parts. */
  readonly file: string
  readonly text: string
  readonly statements: readonly CompiledStatement[]
}

const languages: Readonly<Record<string, DialectOptions>> = { duckdb, snowflake, bigquery }

/** Where a step's file stands among the others. */
const numbers = {
  setup: '01',
  ledger: '02',
  stage: '03',
  tables: '04',
  append: '05',
  compact: '06',
  publish: '07',
  collect: '08',
} as const

export function compileStep(step: Step, dialect: Dialect): CompiledStep {
  const statements = step.statements.map((statement) => compileStatement(statement, dialect))
  const name = `${numbers[step.name]}-${step.name}${step.of === undefined ? '' : `-${step.of}`}.sql`
  return {
    step,
    file: step.group === undefined ? name : `${step.group}/${name}`,
    text: `${header(step, statements)}\n${statements.map((statement) => statementText(statement, dialect)).join('\n')}`,
    statements,
  }
}

/** Formatting is slow beside all else, and a text formatted before looks the same again. */
const formatted = new Map<string, string>()

export function compileStatement({ name, statement }: NamedStatement, dialect: Dialect): CompiledStatement {
  const types = parametersOf(statement)
  return {
    name,
    text: formatStatement(statement, dialect),
    parameters: [...types.keys()] as ParameterName[], // steps name no others
    types: Object.fromEntries([...types].filter(([, type]) => type !== 'text')),
  }
}

/** A statement in one layout, whatever made it. */
export function formatStatement(statement: Statement, dialect: Dialect): string {
  const text = renderStatement(statement, dialect)
  const key = `${dialect.name} ${text}`
  const made = formatted.get(key) ?? formatText(text, dialect)
  formatted.set(key, made)
  return made
}

function formatText(text: string, dialect: Dialect): string {
  const { parameters } = dialect.formatting
  return formatDialect(text, {
    dialect: formatterDialect(dialect),
    paramTypes: {
      ...(parameters.named === undefined ? {} : { named: [...parameters.named] }),
      ...(parameters.numbered === undefined ? {} : { numbered: [...parameters.numbered] }),
    },
    keywordCase: 'preserve',
    expressionWidth: 100,
  })
}

/** The parts of a merge, a line each: the formatter's languages know none, or cut them in two. */
const mergeClauses = [
  'MERGE INTO',
  'WHEN MATCHED THEN UPDATE SET',
  'WHEN NOT MATCHED THEN INSERT',
  'WHEN NOT MATCHED BY SOURCE THEN DELETE',
]

const formatterDialects = new Map<string, DialectOptions>()

/** The formatter's language with the functions it does not know, so that none looks like a column. */
function formatterDialect({ formatting }: Dialect): DialectOptions {
  const known = formatterDialects.get(formatting.language)
  if (known !== undefined) return known
  const base = languages[formatting.language]
  if (base === undefined) throw new Error(`sql-formatter has no language ${formatting.language}`)
  const { tokenizerOptions } = base
  const functions = [
    ...tokenizerOptions.reservedFunctionNames,
    ...formatting.functions.map((name) => name.toUpperCase()),
  ]
  const clauses = [...tokenizerOptions.reservedClauses, ...mergeClauses]
  const options = { ...tokenizerOptions, reservedFunctionNames: functions, reservedClauses: clauses }
  const made = { ...base, tokenizerOptions: options }
  formatterDialects.set(formatting.language, made)
  return made
}

function statementText({ name, text, parameters }: CompiledStatement, { formatting }: Dialect): string {
  const isNumbered = formatting.parameters.numbered !== undefined && parameters.length > 0
  const numbers = parameters.map((parameter, index) => `:${index + 1} ${parameter}`).join(', ')
  return `-- ${name}${isNumbered ? ` (${numbers})` : ''}\n${text};\n`
}

function header(step: Step, statements: readonly CompiledStatement[]): string {
  const parameters = [...new Set(statements.flatMap(({ parameters: names }) => names))].sort()
  const width = Math.max(0, ...parameters.map((name) => name.length))
  const lines = [
    `${[step.group, step.name].filter((part) => part !== undefined).join(': ')}${step.of === undefined ? '' : ` ${step.of}`}`,
    ...wrapped(step.purpose, 96),
    ...(step.reads.length > 0 ? [`reads:  ${step.reads.join(', ')}`] : []),
    ...(step.writes.length > 0 ? [`writes: ${step.writes.join(', ')}`] : []),
    ...(parameters.length > 0 ? ['parameters:'] : []),
    ...parameters.map((name) => `  ${name.padEnd(width)}  ${parameterMeanings[name]}`),
  ]
  // a name with a line break must not end the comment
  return lines.map((line) => `-- ${line.replace(/[\r\n\u2028\u2029]+/g, ' ')}\n`).join('')
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
