import { describe, expect, it } from 'vitest'
import { duckdbEngine } from '../support/duckdb-engine.ts'
import { allVersions, catalogues, readVersions } from '../support/schema-versions.ts'

describe.each(catalogues)('columns of versions of a schema, %s,', (how) => {
  it.each(duckdbEngine.dialect.layouts)('are all read, in %s columns', async (layout) => {
    expect(await readVersions(duckdbEngine, layout, how)).toEqual(allVersions)
  })
})
