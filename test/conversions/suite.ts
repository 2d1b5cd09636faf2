import { describe, expect, it, onTestFinished } from 'vitest'
import type { ColumnType } from '../../src/column-type.ts'
import { formatStatement } from '../../src/compile/index.ts'
import type { EventValue } from '../../src/demo/event.ts'
import { castResults, type Dialect, type SourceType } from '../../src/dialect.ts'
import type { Cast } from '../../src/plan/index.ts'
import {
  caseWhen,
  coalesce,
  column,
  cte,
  derivedTables,
  type Expr,
  isNotNull,
  same,
  select,
  tableRef,
  text,
} from '../../src/sql/index.ts'
import { decimalIn, decimalText } from '../oracle/decimal.ts'
import { parseJson, writeJson } from '../oracle/json.ts'
import { canonicalNumber, exactNumber } from '../oracle/number.ts'
import { textOf } from '../oracle/text.ts'
import { typed } from '../oracle/typed.ts'
import type { Database, Engine } from '../support/engine.ts'
import * as columns from './forms/columns.ts'
import * as numbers from './forms/numbers.ts'
import * as objects from './forms/objects.ts'
import * as times from './forms/times.ts'

/** Values of a column, read as every type. */
interface Source {
  readonly of: SourceType
  readonly column: string
  readonly type: ColumnType
  readonly values: readonly EventValue[]
  /** A value as a row has it. */
  readonly held?: (value: EventValue) => EventValue
  readonly read?: (column: Expr, dialect: Dialect) => Expr
}

const texts: Source = { of: 'text', column: 'value', type: 'text', values: [] }

const sources: readonly (readonly [string, Source])[] = [
  ['text: times', { ...texts, values: [...times.times, ...times.noTimes] }],
  ['text: numbers', { ...texts, values: [...numbers.numbers, ...numbers.noNumbers] }],
  ['text: truths', { ...texts, values: [...numbers.truths, ...numbers.noTruths] }],
  [
    'text: JSON',
    { ...texts, values: [...objects.objectTexts, ...objects.objectTextsOfTwoKeys, ...objects.noObjectTexts] },
  ],
  [
    'a field of JSON',
    {
      of: 'json',
      column: 'unstruct_event_com_acme_any_1',
      type: 'json',
      values: columns.jsonValues,
      held: (value) => ({ value }),
      read: (held, dialect) => dialect.jsonPath(held, 'json', [{ field: 'value' }]),
    },
  ],
  ['doubles', { ...texts, of: 'double', type: 'double', values: columns.doubles }],
  ['decimals', { ...texts, of: 'decimal', type: 'decimal', values: columns.decimals }],
  ['integers', { ...texts, of: 'integer', type: 'integer', values: columns.integers }],
  ['booleans', { ...texts, of: 'boolean', type: 'boolean', values: [true, false] }],
  ['timestamps', { ...texts, of: 'timestamp', type: 'timestamp', values: columns.timestamps }],
]

/** What the oracle makes of a value's text, as text again; `of` says what has no other form than its text. */
const expected: Readonly<Record<Cast, (text: string, value: EventValue, of: SourceType) => string | null>> = {
  text: (text) => text,
  number: (text, value, of) => (isNumber(value, of) ? canonicalNumber(text) : null),
  double: (text, value, of) => (isNumber(value, of) ? (typed('double', text)?.text ?? null) : null),
  decimal: (text, value, of) => {
    const decimal = isNumber(value, of) ? decimalIn(text) : null
    return decimal === null ? null : canonicalNumber(decimalText(decimal))
  },
  integer: (text, value, of) => {
    const canonical = isNumber(value, of) ? canonicalNumber(text) : null
    return canonical === null ? null : within64(canonical)
  },
  int32: (text, value, of) => (isNumber(value, of) ? integerText('int32', text) : null),
  int64: (text, value, of) => (isNumber(value, of) ? integerText('int64', text) : null),
  boolean: (text, _, of) => (holdsAny(of) || of === 'boolean' ? (typed('bool', text)?.text ?? null) : null),
  timestamp: (text) => typed('timestamp', text)?.text ?? null,
  object: (text, _, of) => (holdsAny(of) && typed('dict', text) !== null ? text : null),
}

function holdsAny(of: SourceType): boolean {
  return of === 'text' || of === 'json'
}

/** A boolean and a timestamp are no numbers, whatever they look like; nor is a boolean in JSON. */
function isNumber(value: EventValue, of: SourceType): boolean {
  return of !== 'boolean' && of !== 'timestamp' && typeof value !== 'boolean'
}

function integerText(type: 'int32' | 'int64', text: string): string | null {
  const value = typed(type, text)?.value ?? null
  return value === null ? null : String(value)
}

/** Rounded once, half away from zero. What is wider than 64 bits only has to stay so. */
function within64(canonical: string): string {
  const exact = exactNumber(canonical)
  if (exact >= 2n ** 63n) return 'above'
  if (exact < -(2n ** 63n)) return 'below'
  return typed('int64', canonical)?.value === null ? 'above' : (integerText('int64', canonical) ?? '')
}

/** As the oracle has it: JSON is compared as JSON. */
function comparable(found: string | null): string | null {
  const json = found === null ? undefined : parseJson(found)
  return typeof json === 'object' && json !== null ? writeJson(sorted(json)) : found
}

function sorted(json: EventValue): EventValue {
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return json.map(sorted)
  return Object.fromEntries(
    Object.entries(json)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([field, of]) => [field, sorted(of)]),
  )
}

/** What an engine makes of a value where that is known to be another than the oracle's, and why. */
export interface Exception {
  readonly value: EventValue
  readonly casts: readonly Cast[]
  readonly why: string
}

/** Values of every form read as every type: what the oracle makes of them, by the engine's SQL. */
export function conversionsSuite(engine: Engine, exceptions: readonly Exception[] = []): void {
  describe(`${engine.name}: conversions`, () => {
    it.each(sources)('of %s', async (_, source) => {
      const database = await engine.open()
      onTestFinished(() => database.close())
      const rows = await converted(database, engine.dialect, source)
      const different = source.values.flatMap((value, index) =>
        Object.entries(expected).flatMap(([cast, read]) => {
          const known = exceptions.some(
            (exception) => exception.value === value && exception.casts.includes(cast as Cast), // a key of it
          )
          const text = textOf(value)
          const wanted = text === null ? null : read(text, value, source.of)
          const raw = rows[index]?.[cast] ?? null
          const found = cast === 'integer' && raw !== null ? within64(raw) : raw
          const isAsWanted = comparable(found) === comparable(wanted)
          return isAsWanted !== known ? [] : [`${writeJson(value)} as ${cast}: ${found}, not ${wanted}`]
        }),
      )
      expect(different).toEqual([])
    })
  })
}

/** What was read as text; what has none, as no event's value has, is no null for that. */
function shown(read: Expr, cast: Cast, dialect: Dialect): Expr {
  const asText = dialect.convert(read, castResults[cast], 'text')
  return caseWhen([[isNotNull(read), coalesce(asText, text('without text'))]])
}

/** Each value of the table read as every type, as text. */
async function converted(
  { createEvents, insertEvents, warehouse, names: { events } }: Database,
  dialect: Dialect,
  { of, column: name, type, values, held = (value) => value, read = (x) => x }: Source,
): Promise<readonly Readonly<Record<string, string | null>>[]> {
  const table = { event_id: 'text', [name]: type } as const
  await createEvents(table)
  await insertEvents(
    table,
    values.map((value, index) => ({ event_id: String(index), [name]: held(value) })),
  )
  for (const statement of dialect.session) {
    await warehouse.execute({ text: formatStatement(statement, dialect), parameters: {} })
  }
  const value = read(column(name), dialect)
  const casts = Object.keys(expected) as readonly Cast[] // the keys of a record of them
  const names = casts.map((cast) => `as_${cast}`)
  const query = select({
    with: [
      {
        name: 'held',
        query: select({ columns: same(Object.keys(table)), from: tableRef(events.table, events.schema) }),
      },
      ...derivedTables({
        from: 'held',
        name: 'read',
        kept: ['event_id'],
        columns: casts.map((cast, index) => ({
          expr: shown(dialect.convert(value, of, cast), cast, dialect),
          as: names[index] ?? '',
        })),
      }),
    ],
    columns: same(['event_id', ...names]),
    from: cte('read'),
  })
  const statement = { text: formatStatement({ kind: 'query', query }, dialect), parameters: {} }
  const found = new Map((await warehouse.query(statement)).map((row) => [String(row.event_id), row]))
  return values.map((_, index) => {
    const row = found.get(String(index)) ?? {}
    const cells = casts.map((cast, nth) => [cast, row[names[nth] ?? ''] ?? null] as const)
    return Object.fromEntries(cells.map(([cast, cell]) => [cast, cell === null ? null : String(cell)]))
  })
}
