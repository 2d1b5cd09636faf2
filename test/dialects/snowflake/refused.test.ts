/** What Snowflake refuses and the server of the conformance suite takes: nothing of it stands in the golden SQL. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { refusals } from './refusals.ts'

const golden = fileURLToPath(new URL('../../../golden', import.meta.url))
const files = readdirSync(golden, { recursive: true, encoding: 'utf8' })
  .filter((name) => /^[^/]+\/snowflake\/.*\.sql$/.test(name.replaceAll('\\', '/')))
  .sort()

it('no golden statement is one that Snowflake refuses', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(
    files.flatMap((file) =>
      refusals(readFileSync(`${golden}/${file}`, 'utf8')).map((why) => `${file}: ${why}`),
    ),
  ).toEqual([])
})

it.each([
  ['select coalesce("A") from t', 'coalesce takes two values or more'],
  ['select try_cast("V"[0] as float)', 'try_cast takes text only: say what the text is made of'],
  [`select try_to_double("V"['price'])`, `try_to_double takes text only: "V"['']`],
  ['select sum("N") filter (where "P")', 'aggregates have no filter'],
  ['create or replace table t (a int)', 'a table that is replaced loses its grants and policies'],
  ['select $x', 'parameters are numbered'],
  ['select current_date', "it depends on the session's time zone"],
  ['select current_timestamp()::timestamp_ntz', "it depends on the session's time zone"],
  [
    'select "A" from t where exists (select "B" from u where u."B" = "T"."A")',
    'correlated subqueries are not supported everywhere',
  ],
])('%s: refused', (sql, why) => {
  expect(refusals(sql)).toEqual([why])
})

it('what stands in a literal is no SQL', () => {
  expect(refusals("select 'coalesce(1) $x @y it''s \\' fine', coalesce(:1, '')")).toEqual([])
})
