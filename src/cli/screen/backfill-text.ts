import type { Backfill, ForeignTable } from '../../run/index.ts'
import { counted, timeText } from './figures.ts'

type Reason = Backfill['reasons'][number]

/** Why all states of a group read history; the others concern only those that are named. */
const ofAll: Readonly<Partial<Record<Reason, string>>> = {
  'first run': 'this is the first run',
  'full refresh': '--full-refresh says so',
  'start moved': 'the start moved',
  'another source': 'the source is another one',
  'other app_ids': 'app_ids changed',
  'another state format': 'this sbe keeps states in another form',
  'another sbe': 'this sbe makes other states of the same definition',
}

const ofSome: Readonly<Partial<Record<Reason, string>>> = {
  'reaches further back': 'a period reaches further back than what is kept',
  'goes on': 'an earlier run was stopped',
}

/** What of history is read, for which attributes, and why. */
export function backfillText(backfill: Backfill): string {
  const { states, attributes, reasons, from, windows, published } = backfill
  const isNew = reasons.includes('new state')
  const isOfAll = reasons.some((reason) => ofAll[reason] !== undefined)
  const names = isOfAll || attributes.length === 0 ? '' : ` (${shortened(attributes)})`
  const why = reasons.flatMap((reason) => ofAll[reason] ?? ofSome[reason] ?? [])
  const because = why.length === 0 ? '' : `, as ${why.join(' and ')}`
  const stays = published ? '; the table of attributes stays as it is until then' : ''
  const reads = `${states === 1 ? 'reads' : 'read'} history from ${timeText(from)} in ${counted(windows, 'window')}`
  return `${counted(states, isNew ? 'new state' : 'state')}${names} ${reads}${because}${stays}`
}

/** What becomes of a table that is taken over. */
export function adoptionText({ name, columns, rows, leaving }: ForeignTable): string {
  const what = `takes over ${name}, ${counted(rows, 'row')} of ${shortened(columns)}; it stays as it is until the first publication`
  if (leaving.length === 0) return what
  return `${what}, with which ${shortened(leaving)} ${leaving.length === 1 ? 'goes, which is no attribute' : 'go, which are no attributes'}`
}

function shortened(names: readonly string[]): string {
  return `${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`
}
