import type { GroupOutlook, Outlook } from '../../run/index.ts'
import { adoptionText, backfillText } from './backfill-text.ts'
import { bytesText, counted, timeText } from './figures.ts'

/** What a run would do, a paragraph a group. */
export function outlookText({ as_of: asOf, groups, refused }: Outlook): string {
  const failing = refused.map(({ group }) => `${group}\n  fails    before anything of it is read`)
  return [`as of ${timeText(asOf)}`, ...groups.map(groupText), ...failing].join('\n')
}

function groupText({
  group,
  reads,
  new_states: added,
  dropped_states: dropped,
  publishes,
  adopts,
  asks,
  backfills,
  rereads,
  lease,
  steps,
}: GroupOutlook): string {
  const until = lease?.until
  const lines = [
    ...(lease === null
      ? []
      : [
          `  lease    ${lease.holder} is at work${until ? `, until ${timeText(until)}` : ''}: run waits with --wait`,
        ]),
    ...(asks === null ? [] : [`  asks     ${asks}: sbe run --yes`]),
    ...(adopts === null ? [] : [`  adopt    ${adoptionText(adopts)}`]),
    ...rereads.map(({ from, to }) => `  reread   ${timeText(from)} to ${timeText(to)}`),
    ...backfills.map((backfill) => `  history  ${backfillText(backfill)}`),
    ...reads.map(
      ({ from, to, windows, states, bytes }) =>
        `  read     ${timeText(from)} to ${timeText(to)}, ${counted(windows, 'window')}, for ${counted(states, 'state')}${bytes === undefined ? '' : `, ${bytesText(bytes)}`}`,
    ),
    ...added.map(({ state, attributes }) => `  new      ${state}${purpose(attributes)}`),
    ...dropped.map((state) => `  dropped  ${state}: no attribute needs it`),
    ...(steps.length === 0 ? [] : [`  steps    ${steps.join(', ')}`]),
    publishes === null ? '  nothing to publish' : `  publish  ${publishes}`,
  ]
  return `${group}\n${lines.join('\n')}`
}

function purpose(attributes: readonly string[]): string {
  return attributes.length === 0 ? ', which keys there are' : `, for ${attributes.join(', ')}`
}
