import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { RunConfig } from '../../config/model.ts'
import type { RunEvent, RunReport } from './events.ts'

/**
 * Writes what a run did below `<directory>/.sbe/runs/<time>-<id>/`: run.json, the report with every
 * statement, and events.ndjson, a line for each event; folders of earlier runs that need not be kept go. Gives the
 * folder.
 */
export async function writeArtifacts(
  directory: string,
  report: RunReport,
  events: readonly RunEvent[],
  startedAt: string,
  keep: RunConfig['keep_runs'],
): Promise<string> {
  const runs = path.join(directory, '.sbe', 'runs')
  const folder = path.join(runs, `${folderTime(startedAt)}-${report.run_id}`)
  const statements = events.filter((event) => event.type === 'statement')
  await mkdir(folder, { recursive: true })
  await writeFile(
    path.join(folder, 'run.json'),
    `${JSON.stringify({ started_at: startedAt, ...report, statements }, null, 2)}\n`,
  )
  await writeFile(
    path.join(folder, 'events.ndjson'),
    events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  )
  await removeOld(runs, startedAt, keep)
  return folder
}

/** As the names of folders begin, so that they are in order of time. */
function folderTime(instant: string): string {
  return instant.replace(/[-:]/g, '').replace(/\..*/, 'Z')
}

async function removeOld(runs: string, now: string, keep: RunConfig['keep_runs']): Promise<void> {
  const oldest = folderTime(new Date(Date.parse(now) - keep.days * 86_400_000).toISOString())
  // what else somebody put there is not ours to delete
  const names = (await readdir(runs)).filter((name) => /^\d{8}T\d{6}Z-/.test(name)).toSorted()
  const old = names.filter((name, nth) => name < oldest || nth < names.length - keep.runs)
  // another run may be deleting the same
  await Promise.all(old.map((name) => rm(path.join(runs, name), { recursive: true, force: true })))
}
