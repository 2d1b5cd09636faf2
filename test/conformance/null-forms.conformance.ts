/** What is null, empty or of nulls, in every layout an engine has, as test/dialects/null-forms.test.ts on DuckDB. */
import { describe, expect, it } from 'vitest'
import { misjudgedForms } from '../support/null-form-attributes.ts'
import { misreadForms } from '../support/null-form-casts.ts'
import { knowledge } from '../support/null-forms.ts'
import { engines } from './engines.ts'

describe.each(engines)('%s: what is null, empty or of nulls', (_, engine) => {
  it.each(knowledge(engine))('is read by casts as the oracle does, in %s columns %s', async (layout, how) => {
    expect(await misreadForms(engine, layout, how)).toEqual([])
  })

  // of fields whose type is not known the casts tell
  const known = knowledge(engine).filter(([layout, how]) => layout === 'json' || how === 'with a catalogue')
  it.each(known)(
    'is a value, a criterion, a key and a category as the oracle says, in %s columns %s',
    async (layout, how) => {
      expect(await misjudgedForms(engine, layout, how)).toEqual([])
    },
  )
})
