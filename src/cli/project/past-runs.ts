import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import * as v from 'valibot'
import type { PastRun } from '../../run/index.ts'

const pastRun = v.object({
  run_id: v.string(),
  started_at: v.string(),
  as_of: v.string(),
  groups: v.array(
    v.object({
      group: v.string(),
      outcome: v.picklist(['published', 'unchanged', 'paused', 'failed']),
      problems: v.optional(v.array(v.object({ code: v.string(), message: v.string() })), []),
    }),
  ),
})

/** How far back is looked: of a group that ran before that, only the ledger is asked. */
const most = 30

/** The last runs made from here, the newest first. What can't be read is left out: a run may have died writing. */
export async function readPastRuns(directory: string): Promise<readonly PastRun[]> {
  const folder = path.join(directory, '.sbe', 'runs')
  const names = await readdir(folder).catch(() => [])
  // their names begin with the time
  const newest = names.toSorted().reverse().slice(0, most)
  const read = await Promise.all(
    newest.map(async (name) => {
      const text = await readFile(path.join(folder, name, 'run.json'), 'utf8').catch(() => 'null')
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), pastRun), text)
      return parsed.success ? [parsed.output] : []
    }),
  )
  return read.flat().toSorted((a, b) => (a.started_at < b.started_at ? 1 : -1))
}
