import type { ColumnType, TableColumns } from '../../../src/column-type.ts'
import { atomicColumns } from '../../../src/definition/index.ts'
import { snakeCase } from '../../../src/definition/property-column.ts'
import type { LeafRef } from '../../../src/plan/index.ts'
import type { ScalarSqlType, SqlType } from '../../../src/sql/index.ts'
import { leavesOfStage, type Stage, type Step } from '../../../src/steps/index.ts'

/** A type as the analyzer's protocol has it: https://github.com/google/zetasql/blob/master/zetasql/public/type.proto */
export type GoogleType =
  | { readonly typeKind: `TYPE_${string}` }
  | { readonly typeKind: 'TYPE_ARRAY'; readonly arrayType: { readonly elementType: GoogleType } }
  | {
      readonly typeKind: 'TYPE_STRUCT'
      readonly structType: {
        readonly field: readonly { readonly fieldName: string; readonly fieldType: GoogleType }[]
      }
    }

/** dataset → table → column → type */
export type Tables = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, GoogleType>>>>>>

const kinds: Readonly<Record<ScalarSqlType, string>> = {
  text: 'STRING',
  bytes: 'BYTES',
  int32: 'INT64',
  int64: 'INT64',
  whole: 'NUMERIC',
  double: 'DOUBLE',
  decimal: 'NUMERIC',
  boolean: 'BOOL',
  timestamp: 'TIMESTAMP',
  json: 'JSON',
  order: 'STRING',
  ordered: 'STRING',
  sketch: 'BYTES',
}
const columnKinds: Readonly<Record<string, string>> = {
  text: 'STRING',
  integer: 'INT64',
  double: 'DOUBLE',
  decimal: 'NUMERIC',
  boolean: 'BOOL',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
  bytes: 'BYTES',
  json: 'JSON',
}

const scalar = (kind: string | undefined): GoogleType => ({ typeKind: `TYPE_${kind ?? 'STRING'}` })
const array = (elementType: GoogleType): GoogleType => ({
  typeKind: 'TYPE_ARRAY',
  arrayType: { elementType },
})

export function parameterType(type: 'text' | 'timestamp' | 'int64'): GoogleType {
  return scalar(kinds[type])
}

function sqlType(type: SqlType): GoogleType {
  return typeof type === 'string' ? scalar(kinds[type]) : array(scalar(kinds[type.list]))
}

function columnType(type: ColumnType): GoogleType {
  if (typeof type === 'string') return scalar(columnKinds[type])
  if ('list' in type) return array(columnType(type.list))
  const field = Object.entries(type.struct).map(([fieldName, of]) => ({
    fieldName,
    fieldType: columnType(of),
  }))
  return { typeKind: 'TYPE_STRUCT', structType: { field } }
}

/** The tables that the steps of a plan make. */
export function madeBy(steps: readonly Step[]): Tables {
  const tables: Record<string, Record<string, Record<string, GoogleType>>> = {}
  for (const { statement } of steps.flatMap(({ statements }) => statements)) {
    if (statement.kind !== 'createTable') continue
    const { table, columns } = statement
    tables[table.schema ?? ''] = {
      ...tables[table.schema ?? ''],
      [table.name]: Object.fromEntries(columns.map(({ name, type }) => [name, sqlType(type)])),
    }
  }
  return tables
}

/**
 * The source's columns, and those that the stage reads besides: SQL that was made without a catalogue takes
 * self-describing columns for structs, whether the table has them or not.
 */
export function sourceColumns(stages: readonly Stage[], known: TableColumns): TableColumns {
  const columns: Record<string, ColumnType> = { event_id: 'text', app_id: 'text' }
  for (const name of ['load_tstamp', 'derived_tstamp', 'collector_tstamp']) columns[name] = 'timestamp'
  for (const leaf of stages.flatMap(leavesOfStage)) {
    columns[leaf.column] =
      leaf.kind === 'atomic'
        ? (atomicColumns[leaf.column] ?? 'text')
        : merged(columns[leaf.column], typeAlong(stepsOf(leaf)))
  }
  for (const [name, type] of Object.entries(known)) {
    columns[name] = type === 'json' ? type : merged(columns[name], type)
  }
  return columns
}

function stepsOf(leaf: Exclude<LeafRef, { readonly kind: 'atomic' }>) {
  return leaf.kind === 'entity' ? [{ index: leaf.index }, ...leaf.path] : leaf.path
}

function typeAlong([step, ...rest]: ReturnType<typeof stepsOf>): ColumnType {
  if (step === undefined) return 'text'
  return 'index' in step
    ? { list: typeAlong(rest) }
    : { struct: { [snakeCase(step.field)]: typeAlong(rest) } }
}

/** What either has; of a field that both have, the second's. */
function merged(left: ColumnType | undefined, right: ColumnType): ColumnType {
  if (left === undefined || typeof left === 'string' || typeof right === 'string') {
    return typeof right === 'string' && left !== undefined && typeof left !== 'string' ? left : right
  }
  if ('list' in left && 'list' in right) return { list: merged(left.list, right.list) }
  if (!('struct' in left) || !('struct' in right)) return right
  const fields = { ...left.struct }
  for (const [name, type] of Object.entries(right.struct)) fields[name] = merged(left.struct[name], type)
  return { struct: fields }
}

export function tableOf(columns: TableColumns): Readonly<Record<string, GoogleType>> {
  return Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, columnType(type)]))
}

/** A type of a column that is none of structs, as BigQuery writes it. */
export function typeText(type: GoogleType): string {
  if ('arrayType' in type) return `ARRAY<${typeText(type.arrayType.elementType)}>`
  return type.typeKind.replace('TYPE_', '')
}
