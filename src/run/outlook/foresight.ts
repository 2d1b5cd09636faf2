import { compileStatement } from '../../compile/index.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import type { Cohort, LedgerDocument } from '../ledger/document.ts'
import { readSince } from '../ledger/load-window.ts'
import { stageOf } from '../opening/opening.ts'
import type { RunContext } from '../sending/context.ts'
import { bind, stepOf } from '../sending/statements.ts'
import type { Instant } from '../time.ts'

/** What a cohort has before it. */
export interface CohortRead {
  readonly cohort: Cohort
  readonly from: Instant
  readonly to: Instant
  readonly windows: number
  readonly states: number
}

/**
 * The steps a run would take for a group, in their order. What it finds may spare it some.
 * @param rereads ranges that are looked through again
 * @param publishes why it would publish, if it would
 */
export function stepsAhead(
  { run }: PlannedGroup,
  { cohorts, dead }: LedgerDocument,
  reads: readonly CohortRead[],
  rereads: number,
  publishes: string | undefined,
): readonly string[] {
  const windows = reads.reduce((total, read) => total + read.windows, rereads)
  const merges = cohorts.some(({ id, live }) => {
    const ahead = reads.find(({ cohort }) => cohort.id === id)?.windows ?? 0
    return Object.keys(live).length + ahead > run.compact.segments
  })
  const times = windows > 1 ? ` ${windows} times` : ''
  return [
    ...(windows > 0 ? [`stage and append${times}`] : []),
    ...(publishes === undefined ? [] : ['publish']),
    ...(merges ? ['compact'] : []),
    ...(merges || dead.length > 0 ? ['collect'] : []),
  ]
}

/** Each with the bytes that a scan of it all would read, where the warehouse can say. */
export function withBytes(
  context: RunContext,
  planned: PlannedGroup,
  reads: readonly CohortRead[],
): Promise<readonly (Omit<CohortRead, 'cohort'> & { readonly bytes?: number })[]> {
  const { estimate } = context.warehouse
  const stage = stageOf(context, planned)
  const { step } = stepOf(context.steps, 'stage', { stage: stage.name })
  const scan = step.statements.find(({ name }) => name === 'scan')?.statement
  return Promise.all(
    reads.map(async ({ cohort, ...read }) => {
      if (estimate === undefined || scan?.kind !== 'insert') return read
      const window = { lo: read.from, hi: read.to }
      // the query alone: the table it is inserted into need not be there yet
      const query = { kind: 'query', query: scan.query } as const
      const statement = compileStatement({ name: 'scan', statement: query }, context.dialect)
      const parameters = { ...window, since: readSince(window, cohort, stage), stage_id: 'plan' }
      return { ...read, bytes: await estimate(bind({ step }, statement, parameters)) }
    }),
  )
}
