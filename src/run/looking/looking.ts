import type { PlannedGroup } from '../../steps/index.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import { emptyDocument, furthestWatermark } from '../ledger/document.ts'
import { lastLoad } from '../ledger/load-window.ts'
import { isSameSource, originOf } from '../ledger/origin.ts'
import type { Refused } from '../problems.ts'
import type { RunContext } from '../sending/context.ts'
import { query } from '../sending/context.ts'
import { stepOf } from '../sending/statements.ts'
import type { Instant } from '../time.ts'
import { latest } from '../time.ts'
import { sourcesAsked } from './sources-asked.ts'

/** By group, the newest load time that was ever there to be seen in its source; undefined: none yet. */
export type NewestLoads = ReadonlyMap<string, Instant | undefined>

/** Before every load time. */
const beginning: Instant = '1970-01-01T00:00:00.000000Z'

/** How far there is something to read, and the groups whose source can't be read. */
interface Looked {
  readonly newest: NewestLoads
  readonly refused: Refused
}

/** Looks, one statement a source, how far there is something to read. Changes nothing. */
export async function newestLoads(
  context: RunContext,
  asOf: Instant,
  documents: ReadonlyMap<string, LedgerDocument>,
): Promise<Looked> {
  const newest = new Map<string, Instant | undefined>()
  const refused = await sourcesAsked(context, async (stage, members) => {
    const known = members.map((planned) => seenBefore(context, planned, documents))
    const step = stepOf(context.steps, 'stage', { stage: stage.name })
    const [row] = await query(context, step, 'newest_load', {
      lo: known.map((seen) => seen ?? beginning).sort()[0] ?? beginning,
      hi: members.map((planned) => lastLoad(planned, asOf)).reduce(latest),
    })
    const found = [row?.newest_load, row?.newest_without_load].flatMap((time) =>
      typeof time === 'string' ? [time] : [],
    )
    for (const [index, { plan }] of members.entries()) {
      const times = [...found, ...[known[index]].filter((seen) => seen !== undefined)]
      newest.set(plan.id, times.sort().at(-1))
    }
  })
  return { newest, refused }
}

/** How far earlier runs have seen a source; undefined where it is another one now, or nothing counts of what they saw. */
function seenBefore(
  { options }: RunContext,
  planned: PlannedGroup,
  documents: ReadonlyMap<string, LedgerDocument>,
): Instant | undefined {
  const document = documents.get(planned.plan.id) ?? emptyDocument
  const origin = originOf(planned)
  const isSame = document.cohorts.every((cohort) => isSameSource(cohort.origin, origin))
  return isSame && !options.fullRefresh ? furthestWatermark(document) : undefined
}
