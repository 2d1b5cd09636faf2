import type { Path } from './path.ts'

/**
 * What can be seen of a valibot schema from outside: all kinds keep their parts in these fields.
 * A pipe keeps the fields of its first schema.
 */
interface Visible {
  readonly type?: string
  readonly entries?: Readonly<Record<string, unknown>>
  readonly rest?: unknown
  readonly item?: unknown
  readonly items?: readonly unknown[]
  readonly value?: unknown
  readonly wrapped?: unknown
  readonly options?: readonly unknown[]
  readonly getter?: (input: unknown) => unknown
  /** Of a pipe: its schema and its actions. */
  readonly pipe?: readonly { readonly type?: string; readonly description?: string }[]
}

export interface UnknownKey {
  readonly path: Path
  readonly key: string
  /** The keys that the schema has at this place. */
  readonly known: readonly string[]
}

/** Keys of the input that the schema would silently drop. */
export function unknownKeys(schema: unknown, input: unknown, path: Path = []): readonly UnknownKey[] {
  if (typeof input !== 'object' || input === null) return []
  if (Array.isArray(input)) {
    return input.flatMap((item, index) =>
      unknownKeys(schemaBelow(schema, input, index), item, [...path, index]),
    )
  }
  const known = knownKeys(schema, input)
  return Object.entries(input).flatMap(([key, value]) => {
    const here = [...path, key]
    if (known !== undefined && !known.includes(key)) return [{ path: here, key, known }]
    return unknownKeys(schemaBelow(schema, input, key), value, here)
  })
}

/** The schema of one entry or item of an input, or undefined where the schema says nothing of it. */
export function schemaBelow(schema: unknown, input: unknown, key: string | number): unknown {
  for (const part of partsOf(schema, input)) {
    const below =
      typeof key === 'number'
        ? (part.items?.[key] ?? part.item)
        : part.entries !== undefined && Object.hasOwn(part.entries, key)
          ? part.entries[key]
          : part.type === 'record'
            ? part.value
            : undefined
    if (below !== undefined) return below
  }
  return undefined
}

/** The schema at a path of an input, with all its checks, or undefined where nothing is said of it. */
export function schemaAt(schema: unknown, input: unknown, path: Path): unknown {
  let here = schema
  let value = input
  for (const key of path) {
    here = schemaBelow(here, value, key)
    // whatever stands above a path is an object or a list
    value = (value as Readonly<Record<string | number, unknown>> | undefined)?.[key]
  }
  return here
}

/** What a schema takes: in a word, its values where it lists them, its description where it has one. */
export function seenIn(schema: unknown): {
  readonly type?: string
  readonly options?: readonly string[]
  readonly description?: string
} {
  const [{ type, options, pipe = [] } = {}] = partsOf(schema, undefined)
  if (type === undefined) return {}
  const description = pipe.find((action) => action.type === 'description')?.description
  return {
    type,
    ...(type === 'picklist' ? { options: (options ?? []).map(String) } : {}),
    ...(description === undefined ? {} : { description }),
  }
}

/** Undefined where any key may stand. */
function knownKeys(schema: unknown, input: unknown): readonly string[] | undefined {
  const parts = partsOf(schema, input)
  const open = parts.some(
    ({ type, rest }) => type === 'record' || type === 'loose_object' || rest !== undefined,
  )
  if (open || !parts.some((part) => part.entries !== undefined)) return undefined
  return parts.flatMap(({ entries = {} }) => Object.keys(entries))
}

/** The schema behind its wrappers; several for a union or an intersection. */
function partsOf(schema: unknown, input: unknown): readonly Visible[] {
  if (typeof schema !== 'object' || schema === null) return []
  // every field of Visible is optional, so any object is one
  const visible = schema as Visible
  if (visible.getter !== undefined) return partsOf(visible.getter(input), input)
  if (visible.wrapped !== undefined) return partsOf(visible.wrapped, input)
  const { options } = visible
  // a picklist's options are values, not schemas
  if (options?.some((option) => typeof option === 'object'))
    return options.flatMap((option) => partsOf(option, input))
  return [visible]
}
