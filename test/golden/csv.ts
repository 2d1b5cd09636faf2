/** A cell; null where nothing stands between the commas. */
export type CsvCell = string | null

/** RFC 4180, and as PostgreSQL has it: an empty cell is null, `""` is the empty string. */
export function parseCsv(text: string): readonly (readonly CsvCell[])[] {
  const rows: CsvCell[][] = []
  let row: CsvCell[] = []
  let length = 0
  for (const [cell, quoted, plain = '', end] of text.matchAll(cells)) {
    length += cell.length
    row.push(quoted === undefined ? (plain === '' ? null : plain) : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  if (row.length > 0 || length < text.length) throw new Error(`no CSV: ${text.slice(length, length + 60)}`)
  return rows
}

const cells = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gy

export function writeCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(',')}\n`).join('')
}

function writeCell(cell: CsvCell): string {
  if (cell === null) return ''
  return cell === '' || /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
