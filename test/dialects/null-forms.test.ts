import { describe, expect, it } from 'vitest'
import { duckdbEngine } from '../support/duckdb-engine.ts'
import { knowledge, misreadForms } from '../support/null-forms.ts'

describe('duckdb: what is null, empty or of nulls', () => {
  it.each(knowledge(duckdbEngine))('is read as the oracle does, in %s columns %s', async (layout, how) => {
    expect(await misreadForms(duckdbEngine, layout, how)).toEqual([])
  })
})
