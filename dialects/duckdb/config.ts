import * as v from 'valibot'

/** `warehouse:` of a DuckDB file. */
export const configSchema = v.strictObject({
  type: v.literal('duckdb'),
  /** Relative to the config file. */
  path: v.pipe(v.string(), v.nonEmpty('a path to the DuckDB file')),
})
export type DuckDBConfig = v.InferOutput<typeof configSchema>
