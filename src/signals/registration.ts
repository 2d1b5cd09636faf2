import * as v from 'valibot'
import type { AttributeGroup, Field, Ttl } from '../definition/model.ts'
import type { Problem } from '../errors.ts'

/** A group by name and version. */
export interface GroupRef {
  readonly name: string
  readonly version: number
}

/** A table that holds a group's values: BatchSource of the API. */
export interface BatchSourceBody {
  readonly name: string
  readonly database: string
  readonly schema: string
  readonly table: string
  /** The column that says when a row's values were last updated. */
  readonly timestamp_field: string
  readonly description?: string
  readonly owner?: string
}

/** A group whose table is computed in the warehouse: what current deployments take of AttributeGroupInput. */
export interface ExternalGroupBody extends GroupRef {
  readonly offline: true
  readonly attribute_key: { readonly name: string; readonly external_column: string }
  readonly fields: readonly Field[]
  readonly batch_source: BatchSourceBody
  readonly backfill_since_tstamp?: string
  readonly refresh_rate: string
  readonly description?: string
  readonly owner?: string
  readonly ttl?: Ttl
}

/** What is registered of a group: its table, and what is in it. */
export interface TableOfGroup {
  readonly database: string
  readonly schema: string
  readonly table: string
  readonly timestampField: string
}

export function batchSourceBody(
  { description, owner }: AttributeGroup,
  { database, schema, table, timestampField }: TableOfGroup,
): BatchSourceBody {
  return {
    name: table,
    database,
    schema,
    table,
    timestamp_field: timestampField,
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
  }
}

/**
 * A group as an external one. Its fields are the attributes, or, of a table computed elsewhere, its own.
 * @param since the time from which Signals looks for rows, where the definition says none
 */
export function externalGroupBody(
  group: AttributeGroup,
  source: BatchSourceBody,
  since: string | undefined,
): ExternalGroupBody {
  const { name, version, attribute_key: key, attributes, fields, description, owner, ttl } = group
  const columns = attributes.length > 0 ? attributes : fields
  const backfill = group.backfill_since_tstamp ?? since
  return {
    name,
    version,
    offline: true,
    attribute_key: {
      name: key.name,
      // a table of ours has the key's column; one computed elsewhere may call it otherwise
      external_column: attributes.length > 0 ? key.key : (key.external_column ?? key.key),
    },
    fields: columns.map(({ name: field, type, description: text }) => ({
      name: field,
      type,
      ...(text === undefined ? {} : { description: text }),
    })),
    batch_source: source,
    ...(backfill === undefined ? {} : { backfill_since_tstamp: backfill }),
    // what the API takes for a group that says nothing
    refresh_rate: group.refresh_rate ?? 'PT1H',
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
    ...(ttl === undefined ? {} : { ttl }),
  }
}

const word = (what: string) =>
  v.pipe(
    v.string(),
    v.nonEmpty(`${what} is empty`),
    v.regex(/^[A-Za-z0-9_]*$/, `${what} may have letters, digits and underscores only`),
  )
const batchSource = v.object({
  // the table's own name: what else is wrong with it is told there
  name: v.pipe(v.string(), v.maxLength(128, 'its name has more than 128 characters')),
  database: v.pipe(
    v.string(),
    v.nonEmpty('the database is empty'),
    v.regex(/^[A-Za-z0-9_-]*$/, 'the database may have letters, digits, - and _ only'),
  ),
  schema: word('the schema'),
  table: word('the table'),
  timestamp_field: word('the timestamp field'),
})

/** The names of a table that the API would refuse, found before it is asked. */
export function nameProblems(ref: GroupRef, source: BatchSourceBody): readonly Problem[] {
  const read = v.safeParse(batchSource, source)
  return (read.issues ?? []).map((issue) => ({
    code: 'config',
    message: `${ref.name}@${ref.version}: Signals does not take its table: ${issue.message}`,
    found: JSON.stringify(issue.input),
    fix: 'database and schema are those of output in the config; --table and --timestamp-field name another table',
  }))
}
