import type { EventValue } from '../../src/demo/event.ts'
import { snakeCase } from './column.ts'
import { isList } from './json.ts'

/** `$.a.b[0].c` → a, b, 0, c. */
export function parsePath(path: string): readonly (string | number)[] {
  return path
    .replace(/^\$(?=[.[]|$)/, '')
    .replace(/^\./, '')
    .split('.')
    .flatMap((part) => {
      const [whole, field = '', indexes = ''] = /^([^[\]]*)((?:\[\d+\])*)$/.exec(part) ?? []
      if (whole === undefined) throw new Error(`not a path: ${path}`)
      const steps = [...indexes.matchAll(/\d+/g)].map(([index]) => Number(index))
      return field === '' ? steps : [field, ...steps]
    })
}

/** What stands at the path; null where there is nothing. */
export function valueAt(root: EventValue, path: string): EventValue {
  return parsePath(path).reduce<EventValue>(child, root)
}

function child(parent: EventValue, step: string | number): EventValue {
  if (parent === null || typeof parent !== 'object') return null
  if (isList(parent)) return typeof step === 'number' ? (parent[step] ?? null) : null
  return typeof step === 'string' ? fieldOf(parent, step) : null
}

/**
 * The field as it is written, else the one that typed columns spell the same: so one definition means the
 * same whether the column is typed or JSON.
 */
function fieldOf(parent: { readonly [field: string]: EventValue }, field: string): EventValue {
  const spelled = Object.hasOwn(parent, field)
    ? field
    : Object.keys(parent).find((other) => snakeCase(other) === snakeCase(field))
  return spelled === undefined ? null : (parent[spelled] ?? null)
}
