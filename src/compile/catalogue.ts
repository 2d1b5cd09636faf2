import * as v from 'valibot'
import type { ColumnType, TableColumns } from '../column-type.ts'
import type { TableName } from '../config/model.ts'
import { fail } from '../errors.ts'

/** The file that `sbe columns` writes beside the config. */
export const catalogueFile = 'sbe.columns.json'

/** Columns of source tables by the tables' names. */
export interface Catalogue {
  readonly tables: { readonly [table: string]: TableColumns }
}

const columnType: v.GenericSchema<ColumnType> = v.union([
  v.picklist([
    'text',
    'integer',
    'double',
    'decimal',
    'boolean',
    'timestamp',
    'timestamp_tz',
    'date',
    'bytes',
    'json',
    'other',
  ]),
  v.strictObject({ list: v.lazy(() => columnType) }),
  v.strictObject({
    struct: v.record(
      v.string(),
      v.lazy(() => columnType),
    ),
  }),
])
const schema = v.strictObject({
  format: v.literal(1),
  tables: v.record(v.string(), v.record(v.string(), columnType)),
})

export function tableKey({ database, schema: name, table }: TableName): string {
  return [database, name, table].filter((part) => part !== undefined).join('.')
}

/** Reads a catalogue file's text; throws a config error where it is none. */
export function parseCatalogue(text: string, file: string): Catalogue {
  const fix = 'write it anew with sbe columns'
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    fail({ code: 'config', at: { file }, message: 'is not JSON', fix }, error)
  }
  const parsed = v.safeParse(schema, json)
  if (!parsed.success) {
    const [issue] = parsed.issues
    const path = v.getDotPath(issue)
    fail({ code: 'config', at: { file, ...(path === null ? {} : { path }) }, message: issue.message, fix })
  }
  return { tables: parsed.output.tables }
}

/** The file's text, columns in order of their names, so that a new column is one line of a diff. */
export function catalogueText(catalogue: Catalogue): string {
  const tables = Object.fromEntries(
    Object.entries(catalogue.tables)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, columns]) => [
        name,
        Object.fromEntries(Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1))),
      ]),
  )
  const lines = Object.entries(tables).map(([name, columns]) => {
    const rows = Object.entries(columns).map(
      ([column, type]) => `      ${JSON.stringify(column)}: ${JSON.stringify(type)}`,
    )
    return `    ${JSON.stringify(name)}: {\n${rows.join(',\n')}\n    }`
  })
  return `{\n  "format": 1,\n  "tables": {\n${lines.join(',\n')}\n  }\n}\n`
}
