import type { GroupPlan } from '../../plan/index.ts'
import type { Cell, Row } from '../../warehouse.ts'
import { timeText } from '../screen/figures.ts'
import type { Terminal } from '../screen/terminal.ts'

/** The attributes of each key, one a line: a paragraph for each key. On a terminal a line is cut to its width. */
export function previewText(
  rows: readonly Row[],
  plan: GroupPlan,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  const { paint, width } = terminal
  const times = new Set([
    'as_of',
    'updated_at',
    ...plan.attributes.filter(({ type }) => type === 'timestamp').map(({ name }) => name),
  ])
  return rows
    .map((row) => {
      const names = Object.keys(row).filter((name) => name !== plan.key.column)
      const longest = Math.max(0, ...names.map((name) => name.length))
      const lines = names.map((name) => {
        const line = `  ${name.padEnd(longest)}  ${cellText(row[name] ?? null, times.has(name))}`
        return width !== undefined && line.length > width ? `${line.slice(0, width - 1)}…` : line
      })
      return [
        `${plan.key.column} ${paint.bold(cellText(row[plan.key.column] ?? null, false))}`,
        ...lines,
      ].join('\n')
    })
    .join('\n\n')
}

/** Control characters would move the cursor of whoever looks. */
function cellText(value: Cell, isTime: boolean): string {
  if (value === null) return '–'
  if (isTime && typeof value === 'string') return timeText(value)
  return String(value).replaceAll(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1))
}
