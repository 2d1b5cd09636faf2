/** Two accounts whose time zone is not UTC: what a session sets counts in one, and nothing but the SQL in the other. */
import { describe, expect, it } from 'vitest'
import { isWanted } from '../wanted.ts'
import { localEngine, ownZoneEngine } from './engine.ts'

const noon =
  "select to_char(cast('2024-03-01 12:00:00 +00:00' as timestamp_ltz)::timestamp_ntz, 'HH24:MI') as t"

describe.skipIf(!isWanted('snowflake'))('snowflake: a time without a zone made of one that has one', () => {
  it.each([
    ['is UTC, as the session says', localEngine(process.env), '12:00'],
    ["is the account's, where no session is heard", ownZoneEngine(process.env), '17:30'],
  ])('%s', async (_, engine, wanted) => {
    const database = await engine?.open()
    expect(await database?.warehouse.query({ text: noon, parameters: {} })).toEqual([{ t: wanted }])
    await database?.close()
  })
})
