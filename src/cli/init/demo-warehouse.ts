import { join } from 'node:path'
import { loadConfig } from '../../config/index.ts'
import { demoColumns } from '../../demo/columns.ts'
import type { EventRow } from '../../demo/event.ts'
import { generateEvents } from '../../demo/generate.ts'
import { fail } from '../../errors.ts'
import type { Context } from '../line/context.ts'

/** Makes the warehouse that a project's config names and fills its source with sample events; gives their number. */
export async function demoWarehouse(
  context: Context,
  directory: string,
  { count, end }: { readonly count: number; readonly end: string },
): Promise<number> {
  const dialects = await context.warehouseTypes()
  const file = join(directory, 'sbe.config.yaml')
  // a target or a password of this shell is none of the demo's
  const { warehouse, source } = await loadConfig({ file, cwd: directory, env: {}, dialects })
  const load = dialects[warehouse.type]?.loadEvents
  if (load === undefined) fail({ code: 'bug', message: `sample events of ${warehouse.type}` })
  return load(
    warehouse,
    { directory, table: source.table },
    {
      columns: demoColumns,
      layout: source.properties,
      rows: untilInterrupted(generateEvents({ count, end, seed: 1 }), context.interrupted),
    },
  )
}

function* untilInterrupted(rows: Iterable<EventRow>, signal: AbortSignal): Generator<EventRow> {
  for (const row of rows) {
    if (signal.aborted) fail({ code: 'interrupted', message: 'interrupted: nothing was kept' })
    yield row
  }
}
