import type { PlannedGroup, Stage } from '../../steps/index.ts'
import type { DayLoad } from '../ledger/load-window.ts'
import type { Refused } from '../problems.ts'
import type { RunContext } from '../sending/context.ts'
import { query } from '../sending/context.ts'
import { stepOf } from '../sending/statements.ts'
import type { Instant, LoadWindow } from '../time.ts'
import { earliest, later, latest } from '../time.ts'
import { sourcesAsked } from './sources-asked.ts'

/** What a day's run reads is no history. */
const shortDays = 2

/** By stage, how many rows were loaded on each day of a long history that one of its groups has before it. */
export async function loadsByDay(
  context: RunContext,
  ahead: (planned: PlannedGroup) => LoadWindow | undefined,
): Promise<{ readonly loads: ReadonlyMap<Stage, readonly DayLoad[]>; readonly refused: Refused }> {
  const loads = new Map<Stage, readonly DayLoad[]>()
  const refused = await sourcesAsked(context, async (stage, members) => {
    const windows = members.flatMap((planned) => ahead(planned) ?? []).filter(isLong)
    const [first] = windows
    if (first === undefined) return
    const lo = windows.map((window) => window.lo).reduce(earliest)
    const hi = windows.map((window) => window.hi).reduce(latest)
    const rows = await query(context, stepOf(context.steps, 'stage', { stage: stage.name }), 'loads_by_day', {
      lo,
      hi,
    })
    loads.set(
      stage,
      rows.map((row) => ({ day: String(row.load_day), rows: Number(row.row_count) })),
    )
  })
  return { loads, refused }
}

function isLong({ lo, hi }: { readonly lo: Instant; readonly hi: Instant }): boolean {
  return later(lo, shortDays, 'days') < hi
}
