import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { RunEvent, RunReport } from './events.ts'

/**
 * Writes what a run did below `<directory>/.sbe/runs/<time>-<id>/`: run.json, the report with every
 * statement, and events.ndjson, a line for each event. Gives the folder.
 */
export async function writeArtifacts(
  directory: string,
  report: RunReport,
  events: readonly RunEvent[],
  startedAt: string,
): Promise<string> {
  const time = startedAt.replace(/[-:]/g, '').replace(/\..*/, 'Z')
  const folder = path.join(directory, '.sbe', 'runs', `${time}-${report.run_id}`)
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
  return folder
}
