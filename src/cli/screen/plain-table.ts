import Table from 'cli-table3'

const nothing = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
] as const

/** Rows in aligned columns, without lines around them: text to read, to grep and to cut. */
export function plainTable(rows: readonly (readonly string[])[]): string {
  const table = new Table({
    chars: Object.fromEntries(nothing.map((place) => [place, ''])),
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [] },
  })
  table.push(...rows.map((row) => [...row]))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
