import { describe, expect, it } from 'vitest'
import { duckdbEngine } from '../support/duckdb-engine.ts'
import { misjudgedForms } from '../support/null-form-attributes.ts'
import { misreadForms } from '../support/null-form-casts.ts'
import { knowledge } from '../support/null-forms.ts'

describe('duckdb: what is null, empty or of nulls', () => {
  it.each(knowledge(duckdbEngine))(
    'is read by casts as the oracle does, in %s columns %s',
    async (layout, how) => {
      expect(await misreadForms(duckdbEngine, layout, how)).toEqual([])
    },
  )

  it.each(knowledge(duckdbEngine))(
    'is a value, a criterion, a key and a category as the oracle says, in %s columns %s',
    async (layout, how) => {
      expect(await misjudgedForms(duckdbEngine, layout, how)).toEqual([])
    },
  )
})
