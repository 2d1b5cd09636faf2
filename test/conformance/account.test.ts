/** How variables describe an account. */
import { expect, it } from 'vitest'
import { SbeError } from '../../src/errors.ts'
import { accountIn, configOf, whyNone } from './account.ts'

const password = 'a secret of ours'

it('reads settings through the config of the warehouse, one inside another too, numbers as numbers', () => {
  const account = accountIn('snowflake', {
    SBE_TEST_SNOWFLAKE_ACCOUNT: 'org-account',
    SBE_TEST_SNOWFLAKE_DATABASE: 'TESTS',
    SBE_TEST_SNOWFLAKE_OAUTH_CLIENT_ID: 'me',
    SBE_TEST_SNOWFLAKE_OAUTH_CLIENT_SECRET: password,
    SBE_TEST_SNOWFLAKE_STATEMENT_TIMEOUT_MINUTES: '7',
    SBE_TEST_BIGQUERY_PROJECT: 'another',
  })
  if (account === undefined) throw new Error('an account is set')
  expect(configOf(account).warehouse).toMatchObject({
    type: 'snowflake',
    account: 'org-account',
    database: 'TESTS',
    oauth: { client_id: 'me', client_secret: password },
    statement_timeout_minutes: 7,
  })
  // what a config file would hold has names in the place of values
  expect(JSON.stringify(account.section)).not.toContain(password)
  expect(account.env).not.toHaveProperty('SBE_TEST_BIGQUERY_PROJECT')
})

it('is none where nothing is set, or only empty, and says what would be', () => {
  expect(accountIn('snowflake', { SBE_TEST_BIGQUERY_PROJECT: 'x' })).toBeUndefined()
  expect(accountIn('snowflake', { SBE_TEST_SNOWFLAKE_ACCOUNT: '' })).toBeUndefined()
  expect(whyNone('bigquery')).toContain('SBE_TEST_BIGQUERY_PROJECT')
})

it('refuses what is missing or not a setting, by its name and without a secret', () => {
  const account = accountIn('snowflake', {
    SBE_TEST_SNOWFLAKE_USER: 'me',
    SBE_TEST_SNOWFLAKE_PASSWORD: password,
    SBE_TEST_SNOWFLAKE_WAREHOUZE: 'XS',
  })
  if (account === undefined) throw new Error('an account is set')
  const refused = (() => {
    try {
      configOf(account)
    } catch (error) {
      return error
    }
  })()
  if (!(refused instanceof SbeError)) throw new Error('it is refused')
  const text = JSON.stringify(refused.problems)
  expect(text).toContain('account')
  expect(text).toContain('database')
  expect(text).toContain('warehouze')
  expect(text).not.toContain(password)
})
