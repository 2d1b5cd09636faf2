import { afterAll, describe, expect, it } from 'vitest'
import type { BoundStatement } from '../../../src/warehouse.ts'
import { Accounts, messageOf } from './account.ts'
import { logins, statements, waiter } from './failures.ts'
import { failed } from './fake-snowflake.ts'

const accounts = new Accounts()
afterAll(() => accounts.close())

const read: BoundStatement = { text: 'select 1', parameters: {} }

it.each([
  ['390100', 'Incorrect username or password was specified.'],
  ['390144', 'JWT token is invalid. [2f6b]'],
  [
    '390189',
    "Role 'SBE_ROLE' specified in the connect string is not granted to this user. Contact your local system administrator, or attempt to login with another role, e.g. PUBLIC.",
  ],
  ['390201', 'The requested database does not exist or not authorized.'],
  ['390201', 'The requested warehouse does not exist or not authorized.'],
  [
    '390422',
    'Incoming request with IP/Token 203.0.113.9 is not allowed to access Snowflake. Contact your account administrator.',
  ],
  ['390318', 'OAuth access token expired.'],
  ['394400', 'Programmatic access token is invalid.'],
  ['250001', 'Could not connect to Snowflake backend after 1 attempt(s).'],
] as const)('a login that is refused: %s %s', async (code, message) => {
  const fake = await accounts.started()
  fake.refuseLogin = failed(code, message)
  expect(await messageOf(accounts.connected(fake))).toMatchSnapshot()
})

it('an account that is not there', async () => {
  const fake = await accounts.started()
  fake.refuseLogin = { status: 403, body: '<html>Forbidden</html>' }
  expect(await messageOf(accounts.connected(fake))).toMatchInlineSnapshot(`
    "missing (exit 4): there is no Snowflake account at acme-prod
      found: HTTP 403
      expected: orgname-account, as in https://orgname-account.snowflakecomputing.com
      fix: correct warehouse.account; a proxy that refuses the address answers the same"
  `)
})

it('nobody answers', async () => {
  expect(await messageOf(accounts.connected({ url: 'http://127.0.0.1:9' }))).toMatchInlineSnapshot(`
    "unreachable (exit 5): Snowflake can't be reached at acme-prod
      found: ECONNREFUSED
      fix: try again later; look at HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS where there is a proxy"
  `)
})

it('a key that is no key', async () => {
  const fake = await accounts.started()
  const config = { password: undefined, private_key: 'bm8ga2V5' }
  expect(await messageOf(accounts.connected(fake, { config }))).toMatchInlineSnapshot(`
    "permission (exit 4): Snowflake refused the private key
      found: error:1E08010C:DECODER routines::unsupported
      expected: a key in PKCS#8 whose public half the user SBE has
      fix: compare with describe user SBE: RSA_PUBLIC_KEY_FP; look at the passphrase and this computer's clock"
  `)
})

it('a file of a key that is not there', async () => {
  const fake = await accounts.started()
  const config = { password: undefined, private_key_path: 'keys/rsa.p8' }
  expect(await messageOf(accounts.connected(fake, { config }))).toMatchInlineSnapshot(`
    "missing (exit 4): a file of the login can't be read
      found: ENOENT: no such file or directory, open '/keys/rsa.p8'
      fix: correct the path in warehouse"
  `)
})

it.each([
  ['002003', "SQL compilation error:\nObject 'DB.ATOMIC.EVENTS' does not exist or not authorized.", '42S02'],
  [
    '002003',
    "SQL compilation error:\nSchema 'DB.SIGNALS_DERIVED' does not exist or not authorized.",
    '02000',
  ],
  ['002003', "SQL compilation error:\nDatabase 'DB' does not exist or not authorized.", '02000'],
  [
    '003001',
    "SQL access control error:\nInsufficient privileges to operate on schema 'SIGNALS_SCRATCH'",
    '42501',
  ],
  ['003001', "SQL access control error:\nInsufficient privileges to operate on database 'DB'", '42501'],
  [
    '003001',
    "SQL access control error:\nInsufficient privileges to operate on table 'SHOP_1_ATTRIBUTES'",
    '42501',
  ],
  [
    '000606',
    "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.\n",
    '57P03',
  ],
  ['000608', "Warehouse 'WH' cannot be resumed because it is suspended by its owner.", '57014'],
  [
    '090073',
    "Warehouse 'WH' cannot be resumed because resource monitor 'CAP' has exceeded its quota.",
    '57014',
  ],
  [
    '000630',
    'Statement reached its statement or warehouse timeout of 7,200 second(s) and was canceled.',
    '57014',
  ],
  ['000604', 'SQL execution canceled', '57014'],
  ['001003', "SQL compilation error:\nsyntax error line 1 at position 7 unexpected 'from'.", '42000'],
  [
    '090105',
    "Cannot perform SELECT. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.",
    '22000',
  ],
] as const)('a statement that fails: %s %s', async (code, message, sqlState) => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.next({ kind: 'error', code, message, sqlState })
  expect(await messageOf(warehouse.query(read))).toMatchSnapshot()
  expect(fake.requests).toHaveLength(1)
})

describe('what people met', () => {
  it.each(logins)('as a login that is refused: $code $message ($at)', async ({ code, message, told }) => {
    const fake = await accounts.started()
    fake.refuseLogin = failed(code, message)
    expect(await messageOf(accounts.connected(fake))).toMatch(told)
  })

  it.each(statements)('as a statement that fails: $code $message ($at)', async (met) => {
    const { code, message, sqlState = '', told } = met
    const fake = await accounts.started()
    const warehouse = await accounts.connected(fake)
    fake.next({ kind: 'error', code, message, sqlState })
    expect(await messageOf(warehouse.query(read))).toMatch(told)
    expect(fake.requests).toHaveLength(1)
  })

  it('as one of too many that wait: it is sent again', async () => {
    const { code, message, sqlState = '', told } = waiter
    const fake = await accounts.started()
    const warehouse = await accounts.connected(fake)
    for (let nth = 0; nth < 10; nth += 1) fake.next({ kind: 'error', code, message, sqlState })
    expect(await messageOf(warehouse.query(read))).toMatch(told)
    expect(fake.requests.length).toBeGreaterThan(1)
  })
})
