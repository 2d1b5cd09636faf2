import type { ColumnType, TableColumns } from '../column-type.ts'
import { atomicColumns } from '../definition/atomic.ts'
import type { PathSegment } from '../definition/property-column.ts'
import { snakeCase } from '../definition/property-column.ts'
import { writePath } from '../definition/property-path.ts'
import type { Dialect, SourceType } from '../dialect.ts'
import type { LeafRef } from '../plan/index.ts'

/** Where a leaf's value is found: typed steps into the column, then, in JSON, a path. */
export type Resolution =
  | { readonly kind: 'missing'; readonly what: string }
  | {
      readonly kind: 'present'
      readonly column: string
      /** Steps into lists and structs, fields as the table names them. */
      readonly typed: readonly PathSegment[]
      /** Where the value stands in JSON: what the typed steps lead to, and the steps inside it. */
      readonly json?: { readonly from: 'json' | 'text'; readonly steps: readonly PathSegment[] }
      /** The type of the value itself. */
      readonly type: SourceType
    }
  /** A column for each version of its schema, as older loaders make them: the first that is not null. */
  | { readonly kind: 'versions'; readonly column: string; readonly of: readonly Present[] }

export type Present = Extract<Resolution, { readonly kind: 'present' }>

/** What is known of the source table when SQL is made for it. */
export interface SourceColumns {
  readonly resolve: (leaf: LeafRef) => Resolution
}

function stepsOf(leaf: LeafRef): readonly PathSegment[] {
  switch (leaf.kind) {
    case 'atomic':
      return []
    case 'event':
      return leaf.path
    case 'entity':
      return [{ index: leaf.index }, ...leaf.path]
  }
}

/** The layout of self-describing columns: the configured one, where the warehouse has it. */
export function layoutIn({ layouts }: Dialect, configured: 'struct' | 'json'): 'struct' | 'json' {
  return layouts.includes(configured) ? configured : (layouts[0] ?? configured)
}

/** Without a catalogue: atomic columns as Snowplow makes them, self-describing ones in the layout given. */
export function assumedColumns(layout: 'struct' | 'json'): SourceColumns {
  return { resolve: (leaf) => assume(leaf, layout) }
}

function assume(leaf: LeafRef, layout: 'struct' | 'json'): Present {
  const { column } = leaf
  if (leaf.kind === 'atomic') {
    return { kind: 'present', column, typed: [], type: atomicColumns[column] ?? 'text' }
  }
  const steps = stepsOf(leaf)
  return layout === 'struct'
    ? { kind: 'present', column, typed: steps.map(asLoaded), type: 'unknown' }
    : { kind: 'present', column, typed: [], json: { from: 'json', steps }, type: 'json' }
}

/** A field as loaders name it in a typed column. */
function asLoaded(step: PathSegment): PathSegment {
  return 'field' in step ? { field: snakeCase(step.field) } : step
}

/** From a catalogue: every type is known, and what is not in it is missing. */
export function cataloguedColumns(columns: TableColumns): SourceColumns {
  const byName = foldedNames(columns)
  return { resolve: (leaf) => walk(leaf, byName) }
}

/**
 * From a look at the table, without a catalogue: what compile assumes, but for columns and fields that
 * are not there, and atomic columns of another type.
 */
export function observedColumns(columns: TableColumns, layout: 'struct' | 'json'): SourceColumns {
  const byName = foldedNames(columns)
  return {
    resolve: (leaf) => {
      const found = walk(leaf, byName)
      if (found.kind !== 'present' || leaf.kind === 'atomic') return found
      const assumed = { ...assume(leaf, layout), column: found.column }
      // text that holds JSON may be malformed, and a struct has no JSON's fields: compile expects neither
      const isAssumed =
        layout === 'struct'
          ? found.json === undefined && JSON.stringify(found.typed) === JSON.stringify(assumed.typed)
          : found.type === 'json' && found.typed.length === 0 && found.json?.from !== 'text'
      return isAssumed ? assumed : found
    },
  }
}

function foldedNames(columns: TableColumns): ReadonlyMap<string, ColumnType> {
  return new Map(Object.entries(columns).map(([name, type]) => [name.toLowerCase(), type]))
}

function walk(leaf: LeafRef, columns: ReadonlyMap<string, ColumnType>): Resolution {
  const { column } = leaf
  const type = columns.get(column.toLowerCase())
  const found = [
    ...(type === undefined ? [] : [inColumn(leaf, column, type)]),
    ...(leaf.kind === 'atomic' ? [] : versionsOf(column.toLowerCase(), columns)).map(([name, ofVersion]) =>
      inColumn(leaf, name, ofVersion),
    ),
  ]
  const present = found.filter((each) => each.kind === 'present')
  const [only] = present
  if (only === undefined) return found[0] ?? { kind: 'missing', what: column }
  return present.length === 1 ? only : { kind: 'versions', column, of: present }
}

/** Columns of a schema's versions, `…_1_0_2` for `…_1`, the latest first. */
function versionsOf(
  column: string,
  columns: ReadonlyMap<string, ColumnType>,
): readonly (readonly [string, ColumnType])[] {
  const minor = (name: string): readonly number[] =>
    name
      .slice(column.length + 1)
      .split('_')
      .map(Number)
  return [...columns]
    .filter(([name]) => name.startsWith(`${column}_`) && /^\d+_\d+$/.test(name.slice(column.length + 1)))
    .sort(([a], [b]) => {
      const [a1 = 0, a2 = 0] = minor(a)
      const [b1 = 0, b2 = 0] = minor(b)
      return b1 - a1 || b2 - a2
    })
}

function inColumn(
  leaf: LeafRef,
  column: string,
  whole: ColumnType,
): Exclude<Resolution, { readonly kind: 'versions' }> {
  let type = whole
  const steps = stepsOf(leaf)
  const typed: PathSegment[] = []
  for (const [index, step] of steps.entries()) {
    if (type === 'json' || type === 'text') {
      return { kind: 'present', column, typed, json: { from: type, steps: steps.slice(index) }, type: 'json' }
    }
    const found = inside(type, step)
    if (found === undefined)
      return { kind: 'missing', what: `${column}: ${writePath(steps.slice(0, index + 1))}` }
    typed.push(found.step)
    type = found.type
  }
  return { kind: 'present', column, typed, type: sourceType(type) }
}

interface Inside {
  readonly step: PathSegment
  readonly type: ColumnType
}

function inside(type: ColumnType, step: PathSegment): Inside | undefined {
  if (typeof type === 'string') return undefined
  if ('list' in type) return 'index' in step ? { step, type: type.list } : undefined
  return 'index' in step ? undefined : fieldOf(type.struct, step.field)
}

/** A struct's field: by the very name that the schema has, else as loaders write it, else in another case. */
function fieldOf(struct: TableColumns, wanted: string): Inside | undefined {
  const fields = Object.entries(struct)
  const isOne = [
    (name: string) => name === wanted,
    (name: string) => snakeCase(name) === snakeCase(wanted),
    (name: string) => name.toLowerCase() === wanted.toLowerCase(),
  ]
  for (const is of isOne) {
    const [name, type] = fields.find(([field]) => is(field)) ?? []
    if (name !== undefined && type !== undefined) return { step: { field: name }, type }
  }
  return undefined
}

function sourceType(type: ColumnType): SourceType {
  if (typeof type !== 'string') return 'nested'
  return type === 'other' ? 'unknown' : type
}
