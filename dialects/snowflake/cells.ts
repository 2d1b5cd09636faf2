import type { Column } from 'snowflake-sdk'
import type { Cell, Row } from '../../src/warehouse.ts'

/** A time as the driver gives it: a Date loses what is below a millisecond, these don't. */
interface DriverTime extends Date {
  readonly getEpochSeconds: () => number
  readonly getNanoSeconds: () => number
}

/** A row of the driver by the names of its columns, in lower case. */
export function rowOf(columns: readonly Column[], values: readonly unknown[]): Row {
  return Object.fromEntries(
    columns.map((column, index) => [column.getName().toLowerCase(), cellOf(column, values[index])]),
  )
}

/** Numbers come as text, lists and objects as the JSON that Snowflake wrote. */
function cellOf(column: Column, value: unknown): Cell {
  if (value === null || value === undefined) return null
  switch (column.getType().toLowerCase()) {
    case 'fixed':
      // the driver's text of a number that is null
      if (value === 'NULL') return null
      return column.getScale() === 0 ? BigInt(String(value)) : Number(value)
    case 'real':
      return value === 'NULL' ? null : Number(value)
    case 'boolean':
      return value === true
    case 'date':
      return (value as DriverTime).toISOString().slice(0, 10) // the driver's type of a date
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz':
      return instantOf(value as DriverTime) // the driver's type of a timestamp
    case 'binary':
      return (value as Buffer).toString('hex') // the driver's type of bytes
    default:
      return String(value)
  }
}

function instantOf(time: DriverTime): string {
  const seconds = new Date(time.getEpochSeconds() * 1000).toISOString().slice(0, -5)
  const microseconds = Math.floor(time.getNanoSeconds() / 1000)
  return `${seconds}.${String(microseconds).padStart(6, '0')}Z`
}

/** Rows that a statement wrote, changed or deleted: Snowflake answers with a row of counts. */
export function rowsWritten(rows: readonly Row[]): number {
  return rows
    .flatMap((row) => Object.entries(row))
    .filter(([name]) => /^number of rows (inserted|updated|deleted)$/.test(name))
    .reduce((total, [, count]) => total + Number(count), 0)
}
