import { expect, test } from 'vitest'
import { duckdb } from '../../dialects/duckdb/index.ts'
import { checksText } from '../../src/cli/checks/checks-text.ts'
import { type Check, connectionChecks, exitCodeOf } from '../../src/cli/checks/index.ts'
import type { Context } from '../../src/cli/line/context.ts'
import { Terminal } from '../../src/cli/screen/terminal.ts'
import { type ErrorCode, fail } from '../../src/errors.ts'
import type { ConnectionCheck, Warehouse } from '../../src/warehouse.ts'
import { load, minimal } from '../config/project.ts'

const stream = { write: () => undefined }
const terminal = new Terminal({
  stdout: stream,
  stderr: stream,
  quiet: false,
  verbose: false,
  noColor: true,
  env: {},
})
const context: Context = {
  cwd: '/',
  env: {},
  terminal,
  warehouseTypes: () => Promise.resolve({}),
  interrupted: new AbortController().signal,
  now: () => '2026-01-31T12:00:00Z',
  clock: () => 0,
  newId: () => '00000000',
  timers: { sleep: () => Promise.resolve(), every: () => () => undefined },
  holder: 'test',
  isGone: () => false,
}

/** A table of events of these columns. */
const events =
  (columns: readonly string[]): Warehouse['describe'] =>
  ({ table }) =>
    Promise.resolve(
      table === 'events' ? Object.fromEntries(columns.map((name) => [name, 'text'])) : undefined,
    )

/** A warehouse in which everything works, but for what a test says. */
function checksOf(changes: Partial<Warehouse>): Promise<readonly Check[]> {
  const warehouse: Warehouse = {
    execute: () => Promise.resolve(0),
    executeTogether: () => Promise.resolve(),
    query: () =>
      Promise.resolve([{ now: '2026-01-31T12:00:00.000000Z', newest: '2026-01-31T11:00:00.000000Z' }]),
    describe: events(['event_id', 'derived_tstamp', 'load_tstamp', 'collector_tstamp']),
    hasSchema: () => Promise.resolve(true),
    cancel: () => Promise.resolve(),
    close: () => Promise.resolve(),
    ...changes,
  }
  const type = { ...duckdb, connect: () => Promise.resolve(warehouse) }
  return load(minimal).then((config) => connectionChecks(context, { config, type }, 'sbe.config.yaml'))
}

test('what a warehouse finds of itself is a line each', async () => {
  const found: readonly ConnectionCheck[] = [
    { check: 'query tag', detail: 'is set' },
    {
      check: 'expiration',
      problem: { code: 'config', message: 'tables expire after 7 days', fix: 'unset it' },
    },
  ]
  const checks = await checksOf({ checks: () => Promise.resolve(found) })
  expect(checksText(checks, terminal.paint)).toMatchInlineSnapshot(`
    "✓ config                            sbe.config.yaml
    ✓ warehouse duckdb                  its clock 2026-01-31 12:00 UTC
    ✓ source atomic.events              newest load_tstamp 2026-01-31 11:00 UTC
    ✓ schema signals_derived            writable
    ✓ schema signals_scratch            writable
    ✓ schema signals_snowplow_manifest  writable
    ✓ query tag                         is set
    ✗ expiration                        tables expire after 7 days
        fix: unset it
    – Signals                           not configured: SNOWPLOW_API_URL, SNOWPLOW_ORG_ID, SNOWPLOW_API_KEY_ID and SNOWPLOW_API_KEY"
  `)
  expect(exitCodeOf(checks)).toBe(4)
})

test('what needs a warehouse that does not answer is not looked at', async () => {
  const away = () =>
    fail({ code: 'unreachable', message: 'the warehouse does not answer', fix: 'check the network' })
  const checks = await checksOf({ query: () => Promise.resolve().then(away) })
  expect(checksText(checks, terminal.paint)).toMatchInlineSnapshot(`
    "✓ config            sbe.config.yaml
    ✗ warehouse duckdb  the warehouse does not answer
        fix: check the network
    – source            not looked at: the warehouse can not be reached
    – schemas           not looked at: the warehouse can not be reached
    – Signals           not configured: SNOWPLOW_API_URL, SNOWPLOW_ORG_ID, SNOWPLOW_API_KEY_ID and SNOWPLOW_API_KEY"
  `)
})

test('what it refuses without a word of advice gets one', async () => {
  const refuse = (code: ErrorCode, message: string) => () => Promise.reject(capture(code, message))
  const checks = await checksOf({
    execute: refuse('permission', 'Insufficient privileges'),
    checks: refuse('unreachable', 'no answer'),
  })
  expect(checksText(checks, terminal.paint)).toMatchInlineSnapshot(`
    "✓ config                            sbe.config.yaml
    ✓ warehouse duckdb                  its clock 2026-01-31 12:00 UTC
    ✓ source atomic.events              newest load_tstamp 2026-01-31 11:00 UTC
    ✗ schema signals_derived            Insufficient privileges
        fix: grant this to the user of the config, or name another user there
    ✗ schema signals_scratch            Insufficient privileges
        fix: grant this to the user of the config, or name another user there
    ✗ schema signals_snowplow_manifest  Insufficient privileges
        fix: grant this to the user of the config, or name another user there
    ✗ settings of the warehouse         no answer
        fix: try again later
    – Signals                           not configured: SNOWPLOW_API_URL, SNOWPLOW_ORG_ID, SNOWPLOW_API_KEY_ID and SNOWPLOW_API_KEY"
  `)
})

function capture(code: ErrorCode, message: string): unknown {
  try {
    return fail({ code, message })
  } catch (error) {
    return error
  }
}

test.each<[readonly ErrorCode[], number]>([
  [[], 0],
  [['permission'], 4],
  [['config'], 4],
  [['step'], 4],
  [['unreachable'], 5],
  [['lease'], 3],
  [['unreachable', 'missing'], 4],
  [['lease', 'unreachable'], 5],
])('%j exits with %i', (codes, exit) => {
  const checks = codes.map(
    (code): Check => ({ status: 'failed', check: 'x', problem: { code, message: '' } }),
  )
  expect(exitCodeOf([...checks, { status: 'skipped', check: 'y', detail: '' }])).toBe(exit)
})

test('a bug and an interrupt are no lines', async () => {
  await expect(checksOf({ hasSchema: () => Promise.reject(new Error('oops')) })).rejects.toThrow('oops')
  const interrupted = () => Promise.reject(capture('interrupted', 'interrupted'))
  await expect(checksOf({ query: interrupted })).rejects.toThrow('interrupted')
})

test.each([
  [
    ['load_tstamp', 'derived_tstamp'],
    '✗ source atomic.events              atomic.events has no column event_id',
  ],
  [
    ['event_id', 'collector_tstamp'],
    '✗ source atomic.events              atomic.events has no column derived_tstamp',
  ],
  [
    ['event_id', 'derived_tstamp', 'collector_tstamp'],
    '✓ source atomic.events              newest collector_tstamp 2026-01-31 11:00 UTC; it has no load_tstamp: collector_tstamp stands for it',
  ],
])('a source of %j is told as a run would find it', async (columns, line) => {
  const checks = await checksOf({ describe: events(columns) })
  expect(checksText(checks, terminal.paint).split('\n')).toContain(line)
})
