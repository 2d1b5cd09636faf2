import { fail } from '../errors.ts'

export type PathSegment = { readonly field: string } | { readonly index: number }

const step = /\.?([^.[\]]+)|\[(\d+)\]/y

/** The steps of a property's path, or undefined where it is not one. A leading `$` is optional. */
export function readPath(path: string): readonly PathSegment[] | undefined {
  const rest = path.replace(/^\$(?=[.[])/, '')
  const text = rest.startsWith('.') || rest.startsWith('[') ? rest : `.${rest}`
  const segments: PathSegment[] = []
  step.lastIndex = 0
  while (step.lastIndex < text.length) {
    const start = step.lastIndex
    const match = step.exec(text)
    if (match === null) return undefined
    const [, field, index] = match
    // a field begins with its dot: "[0]a" is not a path
    if (field !== undefined && text[start] !== '.') return undefined
    if (field?.startsWith("'") || field?.startsWith('"')) return undefined
    segments.push(field === undefined ? { index: Number(index) } : { field })
  }
  return segments.length === 0 || path === '$' ? undefined : segments
}

/** The steps of a property's path: `$.a.b[0].c`, `a.b[0].c`. Throws a definition error where it is not one. */
export function parsePath(path: string): readonly PathSegment[] {
  return (
    readPath(path) ??
    fail({ code: 'definition', message: 'is not a path', found: path, expected: pathSpellings })
  )
}

export const pathSpellings = 'fields and positions, as $.total, items[0].price'

/** Steps as text in one spelling, so that `$.a` and `a` are the same property. */
export function writePath(segments: readonly PathSegment[]): string {
  return segments
    .map((s) => ('field' in s ? `.${s.field}` : `[${s.index}]`))
    .join('')
    .replace(/^\./, '')
}
