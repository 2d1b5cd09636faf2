import { createHash } from 'node:crypto'

/** JSON with the keys of every object in order, so that equal data is equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  )
}

/** Eight hexadecimal digits that stand for the content. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex').slice(0, 8)
}

/** A name for generated columns: lower case, `[a-z0-9_]`, at most 40 characters, with its content's hash. */
export function contentName(readable: string, content: unknown): string {
  const words = readable
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40)
    .replace(/_+$/, '')
  return `${words === '' ? 'x' : words}_${contentHash(content)}`
}
