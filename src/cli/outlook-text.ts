import type { GroupOutlook, Outlook } from '../run/index.ts'
import { adoptionText, backfillText } from './backfill-text.ts'
import { counted, timeText } from './figures.ts'

/** What a run would do, a paragraph a group. */
export function outlookText({ as_of: asOf, groups }: Outlook): string {
  return [`as of ${timeText(asOf)}`, ...groups.map(groupText)].join('\n')
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
}: GroupOutlook): string {
  const lines = [
    ...(asks === null ? [] : [`  asks     ${asks}: sbe run --yes`]),
    ...(adopts === null ? [] : [`  adopt    ${adoptionText(adopts)}`]),
    ...rereads.map(({ from, to }) => `  reread   ${timeText(from)} to ${timeText(to)}`),
    ...backfills.map((backfill) => `  history  ${backfillText(backfill)}`),
    ...reads.map(
      ({ from, to, windows, states }) =>
        `  read     ${timeText(from)} to ${timeText(to)}, ${counted(windows, 'window')}, for ${counted(states, 'state')}`,
    ),
    ...added.map(({ state, attributes }) => `  new      ${state}${purpose(attributes)}`),
    ...dropped.map((state) => `  dropped  ${state}: no attribute needs it`),
    publishes === null ? '  nothing to publish' : `  publish  ${publishes}`,
  ]
  return `${group}\n${lines.join('\n')}`
}

function purpose(attributes: readonly string[]): string {
  return attributes.length === 0 ? ', which keys there are' : `, for ${attributes.join(', ')}`
}
