import type { ColumnType, TableColumns } from '../../../src/column-type.ts'
import { atomicColumns } from '../../../src/definition/index.ts'
import { snakeCase } from '../../../src/definition/property-column.ts'
import type { LeafRef } from '../../../src/plan/index.ts'
import { leavesOfStage, type Stage } from '../../../src/steps/index.ts'

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
