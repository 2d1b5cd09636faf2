import { dialect } from '../../../../dialects/bigquery/dialect.ts'
import { isSign, isWord, nameIn, type Token } from '../text/tokens.ts'

/** A statement whose tables have one name each, `dataset.table`, as the evaluator knows them. */
export interface Located {
  readonly tokens: readonly Token[]
  readonly names: ReadonlySet<string>
}

/**
 * `d`.`t`, `p`.`d`.`t`, `p.d.t` and d.t where a dataset is called d: one name, with t as its alias where it
 * stands in a FROM and has none.
 */
export function located(tokens: readonly Token[], project: string, datasets: ReadonlySet<string>): Located {
  const names = new Set<string>()
  const written: Token[] = []
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] as Token // at is below its length
    const path = isSign(written.at(-1), '.') ? [] : pathAt(tokens, at)
    const [dataset = '', table = ''] = tableIn(path, project, datasets) ?? []
    if (table === '') {
      written.push(token)
      at += 1
      continue
    }
    const name = `${dataset}.${table}`
    names.add(name)
    const needsAlias =
      (isWord(written.at(-1), 'from', 'join', 'using', 'update') || isSign(written.at(-1), ',')) &&
      endsSource(tokens[at + path.length])
    written.push({ kind: 'name', before: token.before, text: dialect.identifier(name) })
    if (needsAlias) {
      written.push(
        { kind: 'word', before: ' ', text: 'as' },
        { kind: 'name', before: ' ', text: dialect.identifier(table) },
      )
    }
    at += path.length
  }
  return { tokens: written, names }
}

/** Names with a point between, the points among them. */
function pathAt(tokens: readonly Token[], from: number): readonly Token[] {
  const path: Token[] = []
  for (let at = from; ; at += 2) {
    const [name, point] = tokens.slice(at, at + 2)
    if (name?.kind !== 'word' && name?.kind !== 'name') return path.slice(0, -1)
    path.push(name)
    if (point === undefined || !isSign(point, '.')) return path
    path.push(point)
  }
}

/** Dataset and table at the start of a path that is nothing but them. */
function tableIn(
  path: readonly Token[],
  project: string,
  datasets: ReadonlySet<string>,
): readonly string[] | undefined {
  const names = path.filter((token) => !isSign(token, '.')).map(nameIn)
  const [whole = ''] = names
  const parts = names.length === 1 ? whole.split('.') : names
  const [dataset = '', ...table] = parts[0] === project ? parts.slice(1) : parts
  return table.length === 1 && datasets.has(dataset) ? [dataset, ...table] : undefined
}

/** Whether a table of a FROM ends here without an alias. */
function endsSource(next: Token | undefined): boolean {
  return next === undefined || next.kind === 'sign' || isWord(next, ...afterSource)
}

const afterSource = [
  ...['where', 'group', 'having', 'order', 'limit', 'qualify', 'window', 'for'],
  ...['join', 'inner', 'left', 'right', 'full', 'cross', 'on', 'using', 'set'],
  ...['union', 'except', 'intersect'],
]
