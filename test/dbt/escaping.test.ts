import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { jinjaValue, verbatim } from '../../src/export/dbt/jinja.ts'
import { corpus } from '../support/corpus.ts'
import { Dbt } from './dbt.ts'

let dbt: Dbt
beforeAll(() => {
  dbt = Dbt.start()
})
afterAll(() => dbt.stop())

const seed = Number(process.env.SBE_PROPERTY_SEED ?? 20240310)
const piece = fc.oneof(
  fc.constantFrom(...corpus),
  fc.constantFrom('{', '}', '{{', '}}', '{%', '%}', '{#', '#}', '-', '"', "'", '\\', '\n', 'x', ' '),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
)
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
const texts = [...corpus, ...fc.sample(text, { numRuns: 2000, seed })]

it('any text comes out of Jinja as it was, alone and beside others', async () => {
  expect(await dbt.render(texts.map(verbatim))).toEqual(texts)
  const between = texts.map((each) => `'${verbatim(each)}' as x, {{ 1 + 1 }}, ${verbatim(`'${each}'`)}`)
  expect(await dbt.render(between)).toEqual(texts.map((each) => `'${each}' as x, 2, '${each}'`))
})

it('any text is the same text as a value of an expression', async () => {
  expect(await dbt.render(texts.map((each) => `{{ ${jinjaValue(each)} }}`))).toEqual(texts)
})

it('no text that is written has a line break, or looks like a template where it is none', () => {
  for (const each of texts) {
    const written = verbatim(each)
    expect(written).not.toMatch(/[\n\r]/)
    if (written !== each) expect(written).toMatch(/^\{\{ "[^{}]*" \}\}$/)
  }
})
