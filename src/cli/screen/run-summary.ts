import type { GroupReport, RunReport } from '../../run/index.ts'
import { counted, timeText } from './figures.ts'
import type { Terminal } from './terminal.ts'

/** What a run came to, a paragraph for each group. */
export function runSummary(report: RunReport, paint: Terminal['paint']): string {
  const groups = report.groups.map((group) => groupSummary(group, paint))
  const unloaded = Object.entries(report.without_load_time)
    .filter(([, count]) => count > 0)
    .map(
      ([source, count]) =>
        `${source}: ${counted(count, 'row')} without load_tstamp and collector_tstamp, never read`,
    )
  return [...groups, ...unloaded].join('\n')
}

function groupSummary(report: GroupReport, paint: Terminal['paint']): string {
  const { skipped, table, watermark } = report
  // without anything new only the overlap was read again
  const events = report.outcome === 'unchanged' ? 0 : report.events
  const skips = [
    [skipped.without_key, 'without the attribute key'],
    [skipped.without_derived_tstamp, 'without derived_tstamp'],
  ] as const
  const skippedText = skips.flatMap(([count, why]) =>
    count === 0 ? [] : [`${counted(count, 'event')} ${why}`],
  )
  const facts = [
    ['table', table],
    ...(watermark === null ? [] : [['watermark', timeText(watermark)]]),
    ...(events === 0 ? [] : [['read', counted(events, 'event')]]),
    ...(skippedText.length === 0 ? [] : [['skipped', skippedText.join(', ')]]),
  ]
  const head = `${paint.bold(report.group)}: ${outcomeText(report, paint)}`
  return [head, ...facts.map(([name = '', value]) => `  ${name.padEnd(9)}  ${value}`)].join('\n')
}

function outcomeText(report: GroupReport, paint: Terminal['paint']): string {
  const { outcome, keys = 0, windows, problems = [] } = report
  switch (outcome) {
    case 'published':
      return `${paint.green('published')} ${counted(keys, 'key')}${writtenText(report)}${changedText(report)}`
    case 'unchanged':
      return 'nothing to publish: no new events and no window moved'
    case 'paused':
      return `paused after ${counted(windows, 'window')}, as --max-chunks says: run again to go on; nothing is published yet`
    case 'failed':
      return problems.some(({ code }) => code === 'interrupted')
        ? paint.yellow('interrupted: what is counted stays, run again to go on')
        : paint.red('failed')
  }
}

function writtenText({ rows, written = 0 }: GroupReport): string {
  return rows === 'touched' ? `, ${counted(written, 'row')} written` : ''
}

function changedText({ keys = 0, changed = 0, keys_before: before = 0 }: GroupReport): string {
  // a key that left has no row any more that could have changed
  const fewer = before > keys ? `, ${before - keys} fewer than before` : ''
  // an empty table is rarely meant
  if (keys === 0) return `${fewer}: no event that is read matches an attribute`
  if (fewer !== '' && changed === 0) return fewer
  return `${fewer}, ${changed === keys ? 'all' : counted(changed, 'key')} changed`
}
