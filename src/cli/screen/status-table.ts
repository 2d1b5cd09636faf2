import type { GroupStatus } from '../../run/index.ts'
import { durationText, timeText } from './figures.ts'
import { plainTable } from './plain-table.ts'

/** A line for each group. What has not happened yet is a dash. */
export function statusTable(statuses: readonly GroupStatus[]): string {
  const time = (instant: string | null): string => (instant === null ? '–' : timeText(instant))
  return plainTable([
    ['group', 'watermark', 'lag', 'segments', 'last run as of', 'published as of', 'lease'],
    ...statuses.map((status) => [
      status.group,
      time(status.watermark),
      status.lag_seconds === null ? '–' : durationText(status.lag_seconds),
      String(status.segments),
      time(status.last_run_as_of),
      time(status.published_as_of),
      status.holder === null ? '–' : `${status.holder} until ${time(status.lease_until)}`,
    ]),
  ])
}
