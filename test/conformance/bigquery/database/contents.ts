import type { Table } from '../evaluator/protocol.ts'

/** What a project has. It is never changed, so that what was there before is there to go back to. */
export interface Contents {
  readonly datasets: ReadonlySet<string>
  /** By `dataset.table`. */
  readonly tables: ReadonlyMap<string, Table>
}

export const nothing: Contents = { datasets: new Set(), tables: new Map() }

export function withTable(contents: Contents, name: string, table: Table): Contents {
  return { ...contents, tables: new Map([...contents.tables, [name, table]]) }
}

export function withoutTable(contents: Contents, name: string): Contents {
  return { ...contents, tables: new Map([...contents.tables].filter(([each]) => each !== name)) }
}
