import { afterAll, expect, it } from 'vitest'
import type { BoundStatement, Figures } from '../../../src/warehouse.ts'
import { Accounts, messageOf } from './account.ts'
import { inserted } from './fake-snowflake.ts'

const append: BoundStatement = {
  text: 'insert into t select :1',
  parameters: { segment: 's1' },
  label: { step: 'append', name: 'insert', group: 'shop_1', run: 'r1' },
}
const read: BoundStatement = { text: 'select 1', parameters: {} }

const accounts = new Accounts()
afterAll(() => accounts.close())

it.concurrent('a session begins with what values depend on, and statements are tagged', async () => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.result = () => inserted(3)
  const figures: Figures[] = []
  expect(await warehouse.execute(append, (told) => figures.push(told))).toBe(3)
  expect(fake.requests).toMatchObject([
    {
      text: append.text,
      binds: ['s1'],
      tag: { app: 'sbe', step: 'append', name: 'insert', group: 'shop_1', run: 'r1' },
    },
  ])
  expect(figures).toEqual([{ id: expect.stringMatching(/^01b0/), retries: 0 }])
  expect(fake.logins).toHaveLength(1)
  expect(fake.settings).toEqual([
    expect.stringMatching(
      /^alter session set TIMEZONE = 'UTC' .* STATEMENT_TIMEOUT_IN_SECONDS = 7200 LOCK_TIMEOUT = 300$/,
    ),
  ])
})

it.concurrent('a lost reply is asked for again, and nothing runs twice', async () => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.result = () => inserted(2)
  fake.next({ kind: 'lose reply' })
  const figures: Figures[] = []
  expect(await warehouse.execute(append, (told) => figures.push(told))).toBe(2)
  expect(fake.executed).toEqual([append.text])
  expect(figures).toMatchObject([{ retries: 1 }])
})

it.concurrent.each([
  ['a connection that breaks before the statement runs', { kind: 'reset' }],
  ['HTTP 503', { kind: 'status', status: 503 }],
  ['HTTP 429', { kind: 'status', status: 429 }],
] as const)('%s: it runs once', async (_, fault) => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.result = () => inserted(1)
  fake.next(fault)
  expect(await warehouse.execute(append)).toBe(1)
  expect(fake.executed).toEqual([append.text])
  expect(new Set(fake.requests.map(({ requestId }) => requestId)).size).toBe(1)
})

it.concurrent('a token that expired is renewed', async () => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.result = () => inserted(1)
  fake.expireTokens()
  expect(await warehouse.execute(append)).toBe(1)
  expect({ executed: fake.executed, renewals: fake.renewals, logins: fake.logins.length }).toEqual({
    executed: [append.text],
    renewals: 1,
    logins: 1,
  })
})

it.concurrent('a session that ended (390114) is begun again', async () => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.result = () => inserted(1)
  fake.endSessions()
  expect(await warehouse.execute(append)).toBe(1)
  expect({ executed: fake.executed, logins: fake.logins.length }).toEqual({
    executed: [append.text],
    logins: 2,
  })
})

it.concurrent('a lost reply and then an ended session: an append is not sent again', async ({ expect }) => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.next({ kind: 'lose reply' })
  const done = warehouse.execute(append)
  await expect.poll(() => fake.executed).toEqual([append.text])
  fake.endSessions()
  expect(await messageOf(done)).toMatchInlineSnapshot(`
    "unreachable (exit 5): the connection to Snowflake was lost
      found: Unable to perform operation using terminated connection.
      fix: run again: nothing counts that was not committed"
  `)
  expect(fake.executed).toEqual([append.text])
})

it.concurrent('a lost reply and then an ended session: what only reads is sent again', async () => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.next({ kind: 'lose reply' })
  const done = warehouse.query(read)
  await expect.poll(() => fake.executed).toEqual([read.text])
  fake.endSessions()
  expect(await done).toEqual([{ 1: 1n }])
})

it.concurrent('a slow statement is polled for', async () => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.result = () => inserted(7)
  fake.next({ kind: 'slow', polls: 3 })
  expect(await warehouse.execute(append)).toBe(7)
  expect(fake.executed).toEqual([append.text])
})

it.concurrent('a slow statement goes on when its session ends: its answer is fetched by the next', async () => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.result = () => inserted(7)
  fake.next({ kind: 'slow', polls: 2, meanwhile: () => fake.endSessions() })
  expect(await warehouse.execute(append)).toBe(7)
  expect(fake.executed).toEqual([append.text])
  expect(fake.logins).toHaveLength(2)
})

it.concurrent('too many wait for a lock (000625): sent again with another id, not for ever', async ({
  expect,
}) => {
  const fake = await accounts.started()
  const waits: number[] = []
  const warehouse = await accounts.connected(fake, {
    sleep: (milliseconds) => {
      waits.push(milliseconds)
      return Promise.resolve()
    },
  })
  fake.result = () => inserted(1)
  const waiting = {
    kind: 'error',
    code: '000625',
    message:
      "Statement '01a' has locked table 'SBE_LEDGER' in transaction 1 and this lock has not yet been released.\n Your statement '01b' was aborted because the number of waiters for this lock exceeds the 20 statements limit.",
  } as const
  fake.next(waiting, waiting)
  expect(await warehouse.execute(append)).toBe(1)
  expect(fake.executed).toEqual([append.text])
  expect(new Set(fake.requests.map(({ requestId }) => requestId)).size).toBe(3)
  expect(waits).toHaveLength(2)
  fake.next(...Array.from({ length: 20 }, () => waiting))
  expect(await messageOf(warehouse.execute(append))).toMatchInlineSnapshot(`
    "step (exit 1): other statements hold a table that this one writes to
      found: Statement '01a' has locked table 'SBE_LEDGER' in transaction 1 and this lock has not yet been released. Your statement '01b' was aborted because the number of waiters for this lock exceeds the 20 statements limit.
      fix: run again when they are done; show locks in account names them"
  `)
  expect(fake.requests).toHaveLength(3 + 6)
})

it.concurrent('an interrupt cancels in Snowflake', async () => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.next({ kind: 'hang' }, { kind: 'slow' })
  const failures = [messageOf(warehouse.execute(append)), messageOf(warehouse.query(read))]
  await expect.poll(() => fake.requests).toHaveLength(2)
  await warehouse.cancel()
  expect(await Promise.all(failures)).toEqual([
    'interrupted (exit 130): interrupted',
    'interrupted (exit 130): interrupted',
  ])
  await expect.poll(() => fake.cancelled).toHaveLength(2)
  expect(fake.executed).toEqual([])
})

it.concurrent('what reads history runs in a session of the other warehouse', async () => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake, { config: { backfill_warehouse: 'WH_XL' } })
  await warehouse.execute(append)
  await warehouse.execute({ ...append, label: { step: 'stage', name: 'scan', backfill: true } })
  expect(fake.requests.map(({ session }) => session)).toEqual(['session-1', 'session-2'])
  expect(fake.logins.map(({ warehouse: used }) => used)).toEqual(['WH', 'WH_XL'])
})

it.concurrent('a transaction has a session of its own, one after another; a failed one is rolled back', async ({
  expect,
}) => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  const together = (name: string): readonly BoundStatement[] =>
    ['begin', `insert into ${name}`, 'commit'].map((text) => ({ text, parameters: {} }))
  await Promise.all([
    warehouse.executeTogether(together('a')),
    warehouse.execute(append),
    warehouse.executeTogether(together('b')),
  ])
  const inTransactions = fake.requests.filter(({ session }) => session === 'session-2')
  expect(inTransactions.map(({ text }) => text)).toEqual([
    'begin',
    'insert into a',
    'commit',
    'begin',
    'insert into b',
    'commit',
  ])
  fake.next(
    { kind: 'slow', polls: 0 },
    { kind: 'error', code: '100038', message: "Numeric value 'x' is not recognized", sqlState: '22018' },
  )
  expect(await messageOf(warehouse.executeTogether(together('c')))).toMatchInlineSnapshot(
    `"step (exit 1): Snowflake: Numeric value 'x' is not recognized"`,
  )
  await warehouse.executeTogether(together('d'))
  expect(fake.requests.at(-1)?.session).toBe('session-3')
})

it.concurrent('values are exact', async () => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  fake.result = () => ({
    columns: [
      ['BIG', 'fixed', 0],
      ['DECIMAL', 'fixed', 9],
      ['FLOAT', 'real', 0],
      ['FLAG', 'boolean', 0],
      ['AT', 'timestamp_ntz', 9],
      ['AT_TZ', 'timestamp_tz', 9],
      ['BEFORE', 'timestamp_ntz', 9],
      ['DAY', 'date', 0],
      ['DOC', 'variant', 0],
      ['BYTES', 'binary', 0],
      ['TEXT', 'text', 0],
      ['NOTHING', 'fixed', 0],
    ],
    rows: [
      [
        '99999999999999999999999999999999999999',
        '12.500000000',
        '0.1',
        '1',
        '1710411599.123456789',
        '1710411599.123456000 1500',
        '-0.500000000',
        '19797',
        '{"a":[1,12345678901234567890]}',
        'DEADBEEF',
        'é😀',
        null,
      ],
    ],
  })
  expect(await warehouse.query(read)).toEqual([
    {
      big: 99999999999999999999999999999999999999n,
      decimal: 12.5,
      float: 0.1,
      flag: true,
      at: '2024-03-14T10:19:59.123456Z',
      at_tz: '2024-03-14T10:19:59.123456Z',
      before: '1969-12-31T23:59:59.500000Z',
      day: '2024-03-15',
      doc: '{"a":[1,12345678901234567890]}',
      bytes: 'deadbeef',
      text: 'é😀',
      nothing: null,
    },
  ])
})

it.concurrent('describe gives columns in lower case, and nothing of a table that is not there', async () => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  const table = { schema: 'atomic', table: 'events' }
  fake.result = () => ({
    columns: [
      ['name', 'text', 0],
      ['type', 'text', 0],
    ],
    rows: [
      ['EVENT_ID', 'VARCHAR(16777216)'],
      ['LOAD_TSTAMP', 'TIMESTAMP_NTZ(9)'],
      ['TXN_ID', 'NUMBER(38,0)'],
      ['TR_TOTAL', 'NUMBER(18,2)'],
      ['CONTEXTS_COM_ACME_PRODUCT_1', 'ARRAY'],
      ['UNSTRUCT_EVENT_COM_ACME_BUY_1', 'OBJECT'],
      ['lower', 'VARCHAR(10)'],
    ],
  })
  expect(await warehouse.describe(table)).toEqual({
    event_id: 'text',
    load_tstamp: 'timestamp',
    txn_id: 'integer',
    tr_total: 'decimal',
    contexts_com_acme_product_1: 'json',
    unstruct_event_com_acme_buy_1: 'json',
  })
  expect(fake.executed).toEqual(['describe table "ATOMIC"."EVENTS"'])
  fake.next({
    kind: 'error',
    code: '002003',
    message: "SQL compilation error:\nTable 'DB.ATOMIC.EVENTS' does not exist or not authorized.",
    sqlState: '02000',
  })
  expect(await warehouse.describe(table)).toBeUndefined()
})

it.concurrent('test-connection tells what the session works with, and that it has no warehouse', async ({
  expect,
}) => {
  const fake = await accounts.started()
  const warehouse = await accounts.connected(fake)
  const output = {
    derived_schema: 'd',
    scratch_schema: 's',
    manifest_schema: 'm',
    create_schemas: true,
    grants: [],
  }
  fake.result = () => ({
    columns: [
      ['ROLE', 'text', 0],
      ['WAREHOUSE', 'text', 0],
      ['DATABASE', 'text', 0],
    ],
    rows: [['SBE_ROLE', null, 'DB']],
  })
  expect(await warehouse.checks?.(output)).toMatchObject([
    { check: 'role', detail: 'SBE_ROLE' },
    { check: 'warehouse', problem: { code: 'missing' } },
    { check: 'database', detail: 'DB' },
    { check: 'login', detail: expect.stringContaining('password') },
  ])
})
