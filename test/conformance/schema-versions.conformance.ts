/** Columns of versions of a schema in every layout an engine has, as test/run/schema-versions.test.ts on DuckDB. */
import { describe, expect, it } from 'vitest'
import { allVersions, catalogues, readVersions } from '../support/schema-versions.ts'
import { engines } from './engines.ts'

describe.each(engines)('%s: columns of versions of a schema', (_, engine) => {
  const cases = engine.dialect.layouts.flatMap((layout) => catalogues.map((how) => [layout, how] as const))
  it.each(cases)('are all read, in %s columns, %s', async (layout, how) => {
    expect(await readVersions(engine, layout, how)).toEqual(allVersions)
  })
})
