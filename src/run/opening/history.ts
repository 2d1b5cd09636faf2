import type { Problem } from '../../errors.ts'
import { stateFormat } from '../../plan/index.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import { neededStates } from '../counting/folding.ts'
import { changeOf } from '../ledger/definition-change.ts'
import type { LedgerDocument, Origin } from '../ledger/document.ts'
import { lastLoad } from '../ledger/load-window.ts'
import { isSameSource, keyText, originOf } from '../ledger/origin.ts'
import type { BackfillReason } from '../telling/events.ts'
import type { Instant } from '../time.ts'

/** Where reading a history again is denied, the source may not hold it any more: what is left to do. */
export const waysOut = 'give the group a new version, or allow it once (run.full_refresh: allow)'

/** How a history is read again, as far as the config lets it. */
export function readAgain({ run }: PlannedGroup): string {
  return run.full_refresh === 'allow'
    ? 'read the history again with --full-refresh'
    : `${waysOut}, with --full-refresh`
}

/** What a ledger's history is of and a run can't go on with: another key, another table. */
export function originProblems(group: PlannedGroup, document: LedgerDocument): readonly Problem[] {
  const wanted = originOf(group)
  const { id } = group.plan
  return document.cohorts.slice(0, 1).flatMap(({ origin }): readonly Problem[] => {
    if (origin.key !== wanted.key || origin.key_column !== wanted.key_column) {
      return [
        {
          code: 'definition',
          message: `${id}: its attribute key changed, and a table has keys of one kind`,
          found: keyText(wanted),
          expected: keyText(origin),
          fix: 'give the group a new version',
        },
      ]
    }
    if (origin.source === wanted.source) return []
    return [
      {
        code: 'config',
        message: `${id}: the source table changed since its history was read`,
        found: wanted.source,
        expected: origin.source,
        fix: readAgain(group),
      },
    ]
  })
}

/** Reading the history of known states again: a config may deny it, and nothing is read from a start yet to come. */
export function againProblems(
  planned: PlannedGroup,
  document: LedgerDocument,
  asOf: Instant,
): readonly Problem[] {
  const { plan, run } = planned
  const origin = originOf(planned)
  const reasons = againReasons(planned, document, asOf)
  const problems: Problem[] = []
  if (reasons.length > 0 && run.full_refresh === 'deny') {
    problems.push({
      code: 'usage',
      message: `${plan.id}: its history would be read again (${againText(reasons[0], origin, document)}), which the config denies`,
      found: 'run.full_refresh: deny',
      fix: `${waysOut}; or undo the change`,
    })
  }
  const last = lastLoad(planned, asOf)
  if (reasons.includes('start moved') && origin.start !== null && origin.start > last) {
    problems.push({
      code: 'config',
      message: `${plan.id}: its start is later than everything there is to read, and its attributes would all be gone`,
      found: origin.start,
      expected: `at most ${last}`,
      fix: 'give an earlier start',
    })
  }
  return problems
}

function againText(reason: BackfillReason | undefined, now: Origin, { cohorts }: LedgerDocument): string {
  if (reason !== 'other app_ids') return String(reason)
  const before = cohorts.find(({ origin }) => !isSameSource(origin, now))?.origin.app_ids ?? []
  return `app_ids were ${applications(before)}, and are ${applications(now.app_ids)}`
}

function applications(ids: readonly string[]): string {
  return ids.length === 0 ? 'all' : ids.join(', ')
}

/** Why states whose history was read would have it read again, other than by a longer period. */
function againReasons(
  planned: PlannedGroup,
  document: LedgerDocument,
  asOf: Instant,
): readonly BackfillReason[] {
  const origin = originOf(planned)
  const { missing } = changeOf(document, {
    states: neededStates(planned.plan, asOf),
    definition: planned.definition,
    origin,
    // the source's least load time is not known yet: it may be any other than what a config said
    start: origin.start ?? '',
    fullRefresh: false,
  })
  const again: readonly BackfillReason[] = [
    'other app_ids',
    'start moved',
    'another state format',
    'another sbe',
  ]
  const reasons = new Set(missing.map(({ reason }) => reason))
  return again.filter((reason) => reasons.has(reason))
}

/** What a run does only when it is told to: read history again that another sbe has read. */
export function consentProblems(
  planned: PlannedGroup,
  document: LedgerDocument,
  asOf: Instant,
): readonly Problem[] {
  const reasons = againReasons(planned, document, asOf)
  const [cohort] = document.cohorts
  if (cohort === undefined) return []
  const { id } = planned.plan
  const fix = `sbe plan shows what is read; sbe run --yes reads it, from ${cohort.start} on, and the table of attributes stays as it is until then; or go on with the sbe of before`
  if (reasons.includes('another state format')) {
    return [
      {
        code: 'usage',
        message: `${id}: this sbe keeps states in another form than the one that counted its history, all of which has to be read again`,
        found: `state format ${cohort.origin.state_format}`,
        expected: `state format ${stateFormat}`,
        fix,
      },
    ]
  }
  if (!reasons.includes('another sbe')) return []
  return [
    {
      code: 'usage',
      message: `${id}: this sbe makes other states of the same definition than the one that counted its history, and theirs has to be read again`,
      fix,
    },
  ]
}
