import type { ColumnType, TableColumns } from '../../src/column-type.ts'
import { atomicColumns, parseTimestamp } from '../../src/definition/index.ts'
import type { EventRow, EventValue } from '../../src/demo/event.ts'
import { parseJson } from '../oracle/json.ts'
import { type CsvCell, parseCsv } from './csv.ts'
import type { GoldenEvent } from './golden-case.ts'

/** Not of the event: when a reader of the table can first see it. */
const visibleFrom = 'visible_from'

/**
 * The events of a case and the columns of their table. A file without load times is of events that were
 * loaded when they happened.
 */
export function readEvents(
  text: string,
  layout: 'struct' | 'json',
  described: TableColumns,
): { readonly columns: TableColumns; readonly events: readonly GoldenEvent[] } {
  const [header = [], ...lines] = parseCsv(text)
  const names = header.map((name) => name ?? '')
  const written = Object.fromEntries(
    names.filter((name) => name !== visibleFrom).map((name) => [name, typeOf(name, layout, described)]),
  )
  const hasLoadTime = 'load_tstamp' in written || 'collector_tstamp' in written
  const events = lines.map((cells, index): GoldenEvent => {
    if (cells.length !== names.length)
      throw new Error(`row ${index + 1} of events.csv has ${cells.length} cells`)
    const given = Object.fromEntries(names.map((name, at) => [name, cells[at] ?? null]))
    const row = rowOf(given, written)
    const visible = parseTimestamp(given[visibleFrom] ?? '')
    return {
      row: hasLoadTime ? row : { ...row, load_tstamp: row.derived_tstamp ?? null },
      ...(visible === undefined ? {} : { visibleFrom: visible }),
    }
  })
  return { columns: hasLoadTime ? written : { ...written, load_tstamp: 'timestamp' }, events }
}

function typeOf(name: string, layout: 'struct' | 'json', described: TableColumns): ColumnType {
  const isDescribed = /^(unstruct_event|contexts)_/.test(name)
  const type = isDescribed && layout === 'json' ? 'json' : (described[name] ?? atomicColumns[name])
  if (type === undefined) throw new Error(`case.yaml does not say the type of ${name}`)
  return type
}

function rowOf(cells: Readonly<Record<string, CsvCell>>, columns: TableColumns): EventRow {
  return Object.fromEntries(
    Object.entries(columns).map(([name, type]) => [name, valueIn(cells[name] ?? null, type, name)]),
  )
}

function valueIn(cell: CsvCell, type: ColumnType, name: string): EventValue {
  if (cell === null || type === 'text' || type === 'timestamp') return cell
  const value = parseJson(cell)
  if (value === undefined) throw new Error(`${name} cannot be ${cell}`)
  return value
}
