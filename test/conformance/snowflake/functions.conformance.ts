/** Each function of the dialect with null, empty, extremes and formats: on the server now, on an account as it is there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { functionCases } from '../../dialects/snowflake/functions/index.ts'
import type { AccountDatabase } from '../account-engine.ts'
import { engines, ownZoneEngines } from '../engines.ts'

const ofSnowflake = [...engines, ...ownZoneEngines].filter(([, { dialect }]) => dialect.name === 'snowflake')

describe.each(ofSnowflake)('%s: a function', (name, engine) => {
  let database: AccountDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.close())

  const shown = functionCases.filter(({ onAccount }) => onAccount === undefined || name.endsWith('-account'))
  it.each(shown)('$query', async ({ query, is }) => {
    const [row] = await database.warehouse.query({ text: query, parameters: {} })
    const value = row?.x ?? null
    expect(value === null ? null : String(value)).toBe(is)
  })
})
