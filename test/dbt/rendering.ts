/** What dbt makes of a file that the exporter wrote: as much of Jinja as it writes, without dbt. */

export interface Rendering {
  /** Whether the model's table is there, so that a run adds to it. */
  readonly isIncremental: boolean
  /** What `this` is. */
  readonly model: string
  /** A model's table as SQL names it. */
  readonly relation: (model: string) => string
  /** What other expressions are: `window.hi`, `app_ids()`. */
  readonly values: Readonly<Record<string, string>>
}

/** The SQL of a model or snapshot. Throws for an expression that has no value. */
export function rendered(text: string, { isIncremental, model, relation, values }: Rendering): string {
  const set = new Map<string, string>()
  return text
    .replace(configBlock, '')
    .replaceAll(/\{%-? (snapshot \w+|endsnapshot) -?%\}/g, '')
    .replaceAll(/\{%- set (\w+) = '(.*)' -%\}/g, (_, name: string, value: string) => {
      set.set(name, value)
      return ''
    })
    .replaceAll(/\{%- set .* -%\}/g, '')
    .replaceAll(
      /\{% if is_incremental\(\) %\}([\s\S]*?)\{% else %\}([\s\S]*?)\{% endif %\}/g,
      (_, then: string, otherwise: string) => (isIncremental ? then : otherwise),
    )
    .replaceAll(/\{\{ (.*?) \}\}/g, (_, expression: string) => {
      const [, ref] = /^ref\('(\w+)'\)$/.exec(expression) ?? []
      if (ref !== undefined) return relation(ref)
      if (expression.startsWith('"')) return String(literal(expression))
      const value = expression === 'this' ? relation(model) : (set.get(expression) ?? values[expression])
      if (value === undefined) throw new Error(`no value for ${expression}`)
      return value
    })
}

const configBlock = /\{\{ config\(\n([\s\S]*?)\n\) \}\}/

/** What a model's `config(…)` says. */
export function configIn(text: string): Readonly<Record<string, unknown>> {
  const [, block = ''] = configBlock.exec(text) ?? []
  const settings = block.split('\n').map((line) => {
    const [, name = '', value = ''] = /^ {2}(\w+)=(.*),$/.exec(line) ?? []
    return [name, literal(value)] as const
  })
  return Object.fromEntries(settings)
}

/** The query by which the macro load_window finds out what the last run read. */
export function queryIn(macro: string): string {
  const [, query] = /\{%- set query -%\}\n([\s\S]*?)\{%- endset -%\}/.exec(macro) ?? []
  if (query === undefined) throw new Error('the macro has no query')
  return query
}

/** A literal of Jinja's. Its escapes are JSON's, but for those by two digits. */
function literal(text: string): unknown {
  const json = text.replaceAll(/"(?:\\.|[^"\\])*"|'([^']*)'/g, (string, bare: string | undefined) =>
    bare === undefined
      ? string.replaceAll(/\\(?:x(..)|.)/g, (escaped, code: string | undefined) =>
          code === undefined ? escaped : `\\u00${code}`,
        )
      : JSON.stringify(bare),
  )
  return JSON.parse(json)
}
