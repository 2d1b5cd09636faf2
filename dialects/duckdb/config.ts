import * as v from 'valibot'

/** `warehouse:` of a DuckDB file, beside its type. */
export const configSchema = v.object({
  /** Relative to the config file. */
  path: v.pipe(v.string(), v.nonEmpty('is empty')),
})
export type DuckDBConfig = v.InferOutput<typeof configSchema>
