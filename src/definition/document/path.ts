/** Steps into a document: keys of mappings, positions in lists. */
export type Path = readonly (string | number)[]

/** `attributes[2].period`; keys that are no plain word in brackets and quotes. */
export function pathText(path: Path): string {
  return path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`
      return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
    })
    .join('')
    .replace(/^\./, '')
}

/** The steps of a path's text, as `pathText` writes it. */
export function readPathText(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map((match) => {
    const [, index, quoted, word] = match
    if (index !== undefined) return Number(index)
    return quoted === undefined ? (word ?? '') : String(JSON.parse(quoted))
  })
}
