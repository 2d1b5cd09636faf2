import type { Backfill, ForeignTable } from '../run/index.ts'
import { counted, countText, timeText } from './figures.ts'

const because: Readonly<Record<Backfill['reasons'][number], string>> = {
  'first run': 'as this is the first run',
  'full refresh': 'as --full-refresh says',
  'new state': 'as the definition wants them now',
  'reaches further back': 'as a period reaches further back than what is kept',
  'start moved': 'as the start moved',
  'another source': 'as the source is another one',
  'another state format': 'as this sbe keeps states in another form',
  'goes on': 'where an earlier run was stopped',
}

/** What of history is read, for which attributes, and why. */
export function backfillText(backfill: Backfill): string {
  const { states, attributes, reasons, from, windows, published } = backfill
  const isNew = reasons.some((reason) => reason === 'new state')
  const what = isNew ? counted(states, 'new state') : counted(states, 'state')
  const names = attributes.length === 0 ? '' : ` (${shortened(attributes)})`
  const verb = reasons.includes('goes on')
    ? states === 1
      ? 'goes on reading'
      : 'go on reading'
    : states === 1
      ? 'reads'
      : 'read'
  const why = reasons.map((reason) => because[reason]).join(' and ')
  const stays = published ? '; the table of attributes stays as it is until then' : ''
  return `${what}${names} ${verb} history from ${timeText(from)} in ${counted(windows, 'window')}, ${why}${stays}`
}

/** What becomes of a table that is taken over. */
export function adoptionText({ name, columns, rows, leaving }: ForeignTable): string {
  const gone =
    leaving.length === 0
      ? ''
      : `; ${shortened(leaving)} ${leaving.length === 1 ? 'is no attribute and goes' : 'are no attributes and go'} with the first publication, until which it stays as it is`
  return `takes over ${name}, ${countText(rows)} rows with the columns ${shortened(columns)}${gone}`
}

function shortened(names: readonly string[]): string {
  return `${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`
}
