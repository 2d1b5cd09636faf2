import type { GroupStatus } from '../../run/index.ts'
import { counted, timeText } from './figures.ts'
import type { NextRun, ProjectStatus } from './project-status.ts'
import { statusTable } from './status-table.ts'

/** Figures as a table, then for each group what happened last and what comes next. */
export function statusText(statuses: readonly ProjectStatus[]): string {
  const stories = statuses.map(
    (status) =>
      `${status.group}\n  last run  ${lastRunText(status)}\n  next run  ${nextRunText(status, status.next_run)}`,
  )
  return [statusTable(statuses), '', ...stories].join('\n')
}

function lastRunText({ last_run: last, holder, lease_until: until }: GroupStatus): string {
  if (last === null) return 'none yet'
  const at = `as of ${timeText(last.as_of)}`
  switch (last.outcome) {
    case 'published':
      return `published ${at}`
    case 'unchanged':
      return `had nothing to publish ${at}`
    case 'paused':
      return `paused ${at}, as --max-chunks said`
    case 'failed':
      return `failed ${at}: ${last.problem ?? 'see its run.json'}`
    case 'interrupted':
      return `was interrupted ${at}: what it counted stays`
    case 'died':
      return `died ${at} (${holder}): what it counted stays`
    case 'lost':
      return `stalls, or died, ${at} (${holder}): its lease ended ${timeText(until ?? last.as_of)}`
    case 'at work':
      return `is at work ${at} (${holder})`
    case 'unfinished':
      return `ended before it was done ${at}: what it counted stays`
  }
}

function nextRunText(status: GroupStatus, next: NextRun): string {
  const { last_run: last, lease_until: until } = status
  const does = next.refused === null ? doingText(status, next) : `is refused: ${next.refused.join('; ')}`
  return last?.outcome === 'at work' && until !== null
    ? `waits for that one with --wait, or is refused until ${timeText(until)}; then ${does}`
    : does
}

function doingText(
  { published_as_of: published, watermark }: GroupStatus,
  {
    reads,
    backfills,
    new_states: added,
    dropped_states: dropped,
    publishes,
  }: Extract<NextRun, { readonly refused: null }>,
): string {
  const newStates = new Set(added.map(({ state }) => state)).size
  let fresh = newStates
  const isFirst = published === null && watermark !== null
  const parts = [...reads]
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .map(({ from, windows, states }) => {
      const what = `${counted(windows, 'window')} from ${timeText(from)}`
      // states without a history yet are a cohort of their own
      if (fresh > 0 && states === fresh) {
        fresh = 0
        return `backfills ${counted(states, 'new state')}: ${what}`
      }
      const goesOn = backfills.some(
        (backfill) =>
          backfill.reasons.includes('goes on') && backfill.states === states && backfill.windows === windows,
      )
      return goesOn && !isFirst
        ? `goes on with the backfill of ${counted(states, 'state')}: ${what}`
        : isFirst
          ? `goes on with its history: ${what}`
          : `reads ${what}`
    })
  if (dropped.length > 0) parts.push(`drops ${counted(dropped.length, 'state')} that no attribute needs`)
  if (parts.length === 0 && publishes === null) return 'does nothing, unless events arrive'
  if (publishes !== null) parts.push(`publishes: ${publishes}`)
  return parts.join('; ')
}
