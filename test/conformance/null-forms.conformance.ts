/** What is null, empty or of nulls, in every layout an engine has, as test/dialects/null-forms.test.ts on DuckDB. */
import { describe, expect, it } from 'vitest'
import { knowledge, misreadForms } from '../support/null-forms.ts'
import { engines } from './engines.ts'

describe.each(engines)('%s: what is null, empty or of nulls', (_, engine) => {
  it.each(knowledge(engine))('is read as the oracle does, in %s columns %s', async (layout, how) => {
    expect(await misreadForms(engine, layout, how)).toEqual([])
  })
})
