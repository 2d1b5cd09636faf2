import type { Place, Problem } from '../../errors.ts'

/** A group's name and version, and where in a file they stand. */
interface NamedGroup {
  readonly group: { readonly name: string; readonly version: number }
  locate(path: string): Place
}

/** Two groups may not share tables: their `<group>_<version>` differ, ignoring case. */
export function checkTableNames(groups: readonly NamedGroup[]): readonly Problem[] {
  const problems: Problem[] = []
  const seen = new Map<string, NamedGroup>()
  for (const loaded of groups) {
    const { name, version } = loaded.group
    const table = `${name}_${version}`
    const first = seen.get(table.toLowerCase())
    if (first === undefined) {
      seen.set(table.toLowerCase(), loaded)
      continue
    }
    const { file = '', line } = first.locate('name')
    problems.push({
      code: 'definition',
      at: loaded.locate('name'),
      message: `the tables of ${name} version ${version} are those of another group`,
      found: `${table}, as of ${first.group.name} version ${first.group.version} in ${line === undefined ? file : `${file}:${line}`}`,
      fix: 'give one of them another name or version; case does not tell tables apart',
    })
  }
  return problems
}
