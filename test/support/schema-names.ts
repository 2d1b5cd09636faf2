import type { OutputConfig, TableName } from '../../src/config/model.ts'

/** Where a database has its events, and where the product's tables go. */
export interface SchemaNames {
  readonly events: TableName
  readonly output: OutputConfig
}

/** The usual names behind a prefix, so that several databases can be in one of an account. */
export function schemaNames(prefix: string): SchemaNames {
  return {
    events: { schema: `${prefix}atomic`, table: 'events' },
    output: {
      derived_schema: `${prefix}signals_derived`,
      scratch_schema: `${prefix}signals_scratch`,
      manifest_schema: `${prefix}signals_snowplow_manifest`,
      create_schemas: true,
      grants: [],
    },
  }
}

export const usualNames = schemaNames('')

export function schemasOf({ events, output }: SchemaNames): readonly string[] {
  return [events.schema, output.derived_schema, output.scratch_schema, output.manifest_schema]
}
