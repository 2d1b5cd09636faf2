import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { parse } from 'yaml'
import type { ColumnType, TableColumns } from '../../src/column-type.ts'
import { type AttributeGroup, loadDefinitions, parseTimestamp } from '../../src/definition/index.ts'
import type { EventRow } from '../../src/demo/event.ts'
import type { Settings } from '../support/product.ts'
import { readEvents } from './events.ts'

/** A folder of golden/, read. */
export interface GoldenCase {
  readonly name: string
  readonly folder: string
  readonly groups: readonly AttributeGroup[]
  /** The columns of the events table. */
  readonly columns: TableColumns
  readonly events: readonly GoldenEvent[]
  /** When the product runs, in order. */
  readonly asOf: readonly string[]
  readonly settings: Settings
  /** Whether its SQL is that of a project with a catalogue. */
  readonly catalogue: boolean
}

export interface GoldenEvent {
  readonly row: EventRow
  /** When a reader of the table can first see it; absent: always. */
  readonly visibleFrom?: string
}

export const goldenFolder = fileURLToPath(new URL('../../golden/', import.meta.url))

export const caseNames: readonly string[] = readdirSync(goldenFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()

const instant = v.pipe(
  v.string(),
  v.transform((text) => {
    const at = parseTimestamp(text)
    if (at === undefined) throw new Error(`no time: ${text}`)
    return at
  }),
)

const columnType: v.GenericSchema<ColumnType> = v.union([
  v.picklist(['text', 'integer', 'double', 'decimal', 'boolean', 'timestamp', 'json']),
  v.strictObject({ list: v.lazy(() => columnType) }),
  v.strictObject({
    struct: v.record(
      v.string(),
      v.lazy(() => columnType),
    ),
  }),
])

/** What case.yaml may say. */
const caseFile = v.strictObject({
  as_of: v.optional(v.array(instant), ['2024-03-15T12:00:00Z']),
  source: v.optional(
    v.strictObject({
      properties: v.optional(v.picklist(['struct', 'json']), 'struct'),
      app_ids: v.optional(v.array(v.string()), []),
      start: v.exactOptional(instant),
    }),
    {},
  ),
  run: v.optional(
    v.strictObject({
      include_current_day: v.exactOptional(v.boolean()),
      chunk_days: v.exactOptional(v.number()),
      overlap_hours: v.exactOptional(v.number()),
      dedupe_days: v.exactOptional(v.number()),
      lag_minutes: v.exactOptional(v.number()),
    }),
    {},
  ),
  columns: v.optional(v.record(v.string(), columnType), {}),
  catalogue: v.optional(v.boolean(), false),
})

export async function readCase(name: string): Promise<GoldenCase> {
  const folder = join(goldenFolder, name)
  const settingsFile = join(folder, 'case.yaml')
  const settings = v.parse(
    caseFile,
    existsSync(settingsFile) ? parse(readFileSync(settingsFile, 'utf8')) : {},
  )
  const { groups } = await loadDefinitions(join(folder, 'definition.yaml'), { cwd: folder })
  const { columns, events } = readEvents(
    readFileSync(join(folder, 'events.csv'), 'utf8'),
    settings.source.properties,
    settings.columns,
  )
  return {
    name,
    folder,
    groups: groups.map(({ group }) => group),
    columns,
    events,
    asOf: settings.as_of,
    settings: { source: settings.source, run: settings.run },
    catalogue: settings.catalogue,
  }
}

/** The rows a reader sees at a time. */
export function rowsVisibleAt({ events }: GoldenCase, asOf: string): readonly EventRow[] {
  return events.filter(({ visibleFrom = '' }) => visibleFrom <= asOf).map(({ row }) => row)
}
