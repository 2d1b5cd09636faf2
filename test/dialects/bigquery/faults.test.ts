import { afterEach, describe, expect, test } from 'vitest'
import { type ConnectionSettings, connect } from '../../../dialects/bigquery/warehouse.ts'
import { describeProblem, SbeError } from '../../../src/errors.ts'
import type { BoundStatement, Figures, Warehouse } from '../../../src/warehouse.ts'
import { output } from '../../support/run-on.ts'
import { type FakeApi, type Fault, type Script, startFakeApi } from './fake-api.ts'

/*
 * Protocol faults, through the vendor's client: for each the outcome, the message, and that no append
 * happened twice. Waits are taken as over at once, and counted.
 */

const append: BoundStatement = {
  text: 'insert into `signals_derived`.`shop_1_aggregates` (segment) select @segment',
  parameters: { segment: 's1' },
  label: { step: 'append', name: 'epoch', group: 'shop_1', run: 'run1' },
}

const open: { readonly api: FakeApi; readonly warehouse: Warehouse }[] = []
afterEach(async () => {
  for (const { api, warehouse } of open.splice(0)) {
    await warehouse.close()
    await api.close()
  }
})

async function connected(script: Script = {}, settings: Partial<ConnectionSettings> = {}) {
  const api = await startFakeApi(script)
  const waits: number[] = []
  const warehouse = await connect(
    { project: 'acme-events', execution_project: 'acme-jobs', api_endpoint: api.url, ...settings },
    {
      random: () => 0.5,
      sleep: (milliseconds) => {
        waits.push(milliseconds)
        return new Promise((resolve) => setImmediate(resolve))
      },
    },
  )
  open.push({ api, warehouse })
  return { api, warehouse, waits }
}

async function errorOf(work: Promise<unknown>): Promise<SbeError> {
  const error = await work.then(
    () => new Error('no error'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof SbeError) return error
  throw error
}

/** A fault at the first requests of a kind. */
const atFirst =
  (wanted: string, fault: Fault, times = 1): NonNullable<Script['fault']> =>
  (what, nth) =>
    what === wanted && nth <= times ? fault : undefined

const insertsOf = ({ received }: FakeApi) => received.filter(({ path }) => path.endsWith('/jobs'))

describe('an append', () => {
  test('runs once, and its figures are told', async () => {
    const { api, warehouse } = await connected({
      outcome: () => ({ kind: 'done', affected: 7, billed: 20_971_520 }),
    })
    const told: Figures[] = []
    expect(await warehouse.execute(append, (figures) => told.push(figures))).toBe(7)
    expect(api.executed).toEqual([append.text])
    expect(told).toEqual([
      { id: expect.stringMatching(/^sbe-run1-shop_1-epoch-[0-9a-f-]+-1$/), bytes: 20_971_520, retries: 0 },
    ])
  })

  test('whose reply is lost after the job was made is found by its id, not made again', async () => {
    const { api, warehouse } = await connected({
      outcome: () => ({ kind: 'done', affected: 7 }),
      fault: atFirst('insert', { kind: 'lost' }),
    })
    const told: Figures[] = []
    expect(await warehouse.execute(append, (figures) => told.push(figures))).toBe(7)
    expect(api.executed).toEqual([append.text])
    const ids = insertsOf(api).map(({ body }) => body.jobReference.jobId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
    expect(told[0]?.retries).toBe(1)
  })

  test('whose job is found by its id is asked for where it runs, though nobody said where', async () => {
    const { api, warehouse } = await connected({
      location: 'europe-west1',
      outcome: () => ({ kind: 'done', affected: 7 }),
      fault: atFirst('insert', { kind: 'lost' }),
    })
    expect(await warehouse.execute(append)).toBe(7)
    expect(api.executed).toEqual([append.text])
  })

  test.each<[string, Fault]>([
    [
      '503',
      { kind: 'answer', status: 503, reason: 'backendError', message: 'Visibility check was unavailable' },
    ],
    ['429', { kind: 'answer', status: 429, reason: 'rateLimitExceeded', message: 'Exceeded rate limits' }],
    [
      'rateLimitExceeded',
      {
        kind: 'answer',
        status: 403,
        reason: 'rateLimitExceeded',
        message: 'Exceeded rate limits: too many api requests per user per method',
      },
    ],
    ['a reset connection', { kind: 'reset' }],
  ])('is sent again after %s, under the same id', async (_, fault) => {
    const { api, warehouse, waits } = await connected({ fault: atFirst('insert', fault, 3) })
    await warehouse.execute(append)
    expect(api.executed).toEqual([append.text])
    expect(new Set(insertsOf(api).map(({ body }) => body.jobReference.jobId)).size).toBe(1)
    expect(waits).toEqual([750, 1500, 3000])
  })

  test.each<[string, string]>([
    ['backendError', 'An internal error occurred and the request could not be completed'],
    ['rateLimitExceeded', 'Exceeded rate limits: too many table update operations for this table'],
    [
      'invalidQuery',
      'Could not serialize access to table acme-events:signals_derived.shop_1_aggregates due to concurrent update',
    ],
    [
      'resourcesExceeded',
      'Resources exceeded during query execution: Too many DML statements outstanding against table acme-events:signals_derived.shop_1_aggregates, limit is 20',
    ],
  ])('whose job failed with %s has changed nothing, and is made anew', async (reason, message) => {
    const { api, warehouse, waits } = await connected({
      outcome: (_, nth) => (nth < 3 ? { kind: 'error', reason, message } : { kind: 'done', affected: 1 }),
    })
    expect(await warehouse.execute(append)).toBe(1)
    expect(api.executed).toEqual([append.text])
    expect(insertsOf(api).map(({ body }) => body.jobReference.jobId.slice(-2))).toEqual(['-1', '-2', '-3'])
    expect(waits).toEqual([750, 1500])
  })

  test('survives requests that fail while its job runs', async () => {
    const { api, warehouse } = await connected({
      fault: (what, nth) =>
        (what === 'results' && nth === 1) || (what === 'job' && nth <= 2) ? { kind: 'reset' } : undefined,
    })
    await warehouse.execute(append)
    expect(api.executed).toEqual([append.text])
  })

  test('is not tried for ever', async () => {
    const { api, warehouse, waits } = await connected({
      outcome: () => ({ kind: 'error', reason: 'backendError', message: 'An internal error occurred' }),
    })
    const error = await errorOf(warehouse.execute(append))
    expect(error.exitCode).toBe(5)
    expect(error.message).toMatchInlineSnapshot(`
      "BigQuery could not do it now, again and again
        found: An internal error occurred
        fix: try again later; with several runs on one table, one at a time"
    `)
    expect(insertsOf(api)).toHaveLength(7)
    expect(waits).toEqual([750, 1500, 3000, 6000, 12_000, 24_000])
    expect(api.executed).toEqual([])
  })
})

describe('what comes back with every attempt is tried once', () => {
  test.each<[name: string, reason: string, message: string]>([
    [
      'a quota of the day',
      'quotaExceeded',
      'Custom quota exceeded: Your usage exceeded the custom quota for QueryUsagePerDay, which is set by your administrator.',
    ],
    [
      'no billing',
      'billingNotEnabled',
      'Billing has not been enabled for this project. DML queries are not allowed in the free tier. Set up a billing account to remove this restriction.',
    ],
    [
      'too many bytes',
      'bytesBilledLimitExceeded',
      'Query exceeded limit for bytes billed: 1000000. 10485760 or higher required.',
    ],
    [
      'a billing tier',
      'billingTierLimitExceeded',
      'Query exceeded resource limits for tier 1. Tier 3 or higher required.',
    ],
    [
      'a table that is not there',
      'notFound',
      'Not found: Table acme-events:atomic.event was not found in location EU',
    ],
    ['another location', 'notFound', 'Not found: Dataset acme-events:atomic was not found in location US'],
    [
      'a table that may not be read',
      'accessDenied',
      'Access Denied: Table acme-events:atomic.events: User does not have permission to query table acme-events:atomic.events, or perhaps it does not exist.',
    ],
    [
      'a dataset that may not be written',
      'accessDenied',
      'Access Denied: Dataset acme-events:signals_derived: Permission bigquery.tables.create denied on dataset acme-events:signals_derived (or it may not exist).',
    ],
    [
      'jobs that may not be run',
      'accessDenied',
      'Access Denied: Project acme-jobs: User does not have bigquery.jobs.create permission in project acme-jobs.',
    ],
    [
      'a dataset that may not be made',
      'accessDenied',
      'Access Denied: Project acme-events: User does not have bigquery.datasets.create permission in project acme-events.',
    ],
    [
      'a partition filter',
      'invalidQuery',
      "Cannot query over table 'acme-events.atomic.events' without a filter over column(s) 'collector_tstamp' that can be used for partition elimination",
    ],
    [
      'a column that comes back in another type',
      'invalidQuery',
      'Column `page_views` was recently deleted in the table `shop_1_attributes`. Deleted column name is reserved for up to the time travel duration, use a different column name instead.',
    ],
    [
      'a statement that is wrong',
      'invalidQuery',
      'Unrecognized name: page_urll; Did you mean page_url? at [3:5]',
    ],
    ['a statement that takes too long', 'stopped', 'Job timed out after 60 sec'],
  ])('%s', async (_, reason, message) => {
    const { api, warehouse, waits } = await connected({ outcome: () => ({ kind: 'error', reason, message }) })
    const error = await errorOf(warehouse.execute(append))
    expect(`exit ${error.exitCode}\n${error.message}`).toMatchSnapshot()
    expect(insertsOf(api)).toHaveLength(1)
    expect(waits).toEqual([])
    expect(api.executed).toEqual([])
  })

  test.each<[name: string, status: number, reason: string, message: string]>([
    [
      'credentials that are refused',
      401,
      'authError',
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    ],
    [
      'a request that may not be made',
      403,
      'accessDenied',
      'Access Denied: Project acme-jobs: User does not have bigquery.jobs.create permission in project acme-jobs.',
    ],
    [
      'an API that is not enabled',
      403,
      'accessNotConfigured',
      'BigQuery API has not been used in project acme-jobs before or it is disabled.',
    ],
    ['a project that is not there', 404, 'notFound', 'Not found: Project acme-jobs'],
  ])('%s', async (_, status, reason, message) => {
    const { api, warehouse, waits } = await connected({
      fault: () => ({ kind: 'answer', status, reason, message }),
    })
    const error = await errorOf(warehouse.query(append))
    expect(`exit ${error.exitCode}\n${error.message}`).toMatchSnapshot()
    expect(api.received).toHaveLength(1)
    expect(waits).toEqual([])
  })
})

describe('a cancel', () => {
  test('stops the job on the server, and the statement fails as interrupted', async () => {
    const { api, warehouse } = await connected({ outcome: () => ({ kind: 'slow' }) })
    const running = errorOf(warehouse.execute(append))
    while (!api.received.some(({ path }) => path.includes('/queries/'))) await new Promise(setImmediate)
    await warehouse.cancel()
    expect((await running).code).toBe('interrupted')
    expect(api.cancelled).toEqual([append.text])
    expect((await errorOf(warehouse.execute(append))).code).toBe('interrupted')
    expect(insertsOf(api)).toHaveLength(1)
  })

  test('stops a job that was being made', async () => {
    let cancel = (): Promise<void> => Promise.resolve()
    const { api, warehouse } = await connected({
      outcome: () => ({ kind: 'slow' }),
      fault: (what) => {
        if (what === 'insert') void cancel()
        return undefined
      },
    })
    cancel = warehouse.cancel
    expect((await errorOf(warehouse.execute(append))).code).toBe('interrupted')
    expect(api.cancelled).toEqual([append.text])
  })
})

describe('a job', () => {
  test('says what it is for, and how its parameters are typed', async () => {
    const { api, warehouse } = await connected(
      {},
      { maximum_bytes_billed: 5_000_000_000, statement_timeout_minutes: 10, location: 'EU' },
    )
    await warehouse.execute({
      text: 'update x set version = @version where at < @hi and name = @name',
      parameters: { version: '7', hi: '2024-01-01T00:00:00.000000Z', name: "O'Reilly" },
      types: { version: 'int64', hi: 'timestamp' },
      label: { step: 'stage atomic_events', name: 'Rows', group: 'Shop_1', run: '2026-11-22T10:00' },
    })
    expect(insertsOf(api)[0]?.body.configuration).toMatchInlineSnapshot(`
      {
        "jobTimeoutMs": "600000",
        "labels": {
          "sbe_group": "shop_1",
          "sbe_run": "2026-11-22t10_00",
          "sbe_statement": "rows",
          "sbe_step": "stage_atomic_events",
          "tool": "sbe",
        },
        "query": {
          "connectionProperties": [
            {
              "key": "time_zone",
              "value": "UTC",
            },
            {
              "key": "dataset_project_id",
              "value": "acme-events",
            },
          ],
          "maximumBytesBilled": "5000000000",
          "parameterMode": "NAMED",
          "query": "update x set version = @version where at < @hi and name = @name",
          "queryParameters": [
            {
              "name": "version",
              "parameterType": {
                "type": "INT64",
              },
              "parameterValue": {
                "value": "7",
              },
            },
            {
              "name": "hi",
              "parameterType": {
                "type": "TIMESTAMP",
              },
              "parameterValue": {
                "value": "2024-01-01T00:00:00.000000Z",
              },
            },
            {
              "name": "name",
              "parameterType": {
                "type": "STRING",
              },
              "parameterValue": {
                "value": "O'Reilly",
              },
            },
          ],
          "useLegacySql": false,
        },
      }
    `)
    expect(insertsOf(api)[0]?.body.jobReference).toMatchObject({ projectId: 'acme-jobs', location: 'EU' })
  })

  test('runs where the first table is that was looked at', async () => {
    const { api, warehouse } = await connected({ location: 'europe-west1' })
    await warehouse.describe({ schema: 'atomic', table: 'events' })
    await warehouse.execute(append)
    expect(insertsOf(api)[0]?.body.jobReference.location).toBe('europe-west1')
    expect(api.received[0]?.path).toBe('/bigquery/v2/projects/acme-events/datasets/atomic/tables/events')
  })

  test("gives its rows page by page, beyond a double's whole numbers", async () => {
    const rows = Array.from({ length: 2500 }, (_, index) => [String(9_007_199_254_740_993n + BigInt(index))])
    const { api, warehouse } = await connected({
      pageRows: 1000,
      outcome: () => ({ kind: 'done', rows }),
      fault: (what, nth) => (what === 'results' && nth === 3 ? { kind: 'reset' } : undefined),
    })
    const read = await warehouse.query({ text: 'select n from t', parameters: {} })
    expect(read.map(({ n }) => n)).toEqual(rows.map(([n]) => BigInt(n ?? '')))
    expect(api.received.filter(({ query }) => query.get('pageToken') !== null)).toHaveLength(3)
  })

  test('is estimated by a dry run, which runs nothing', async () => {
    const { api, warehouse } = await connected({ estimate: 123_456_789 })
    expect(await warehouse.estimate?.(append)).toBe(123_456_789)
    expect(api.executed).toEqual([])
    const [dry] = insertsOf(api)
    expect(dry?.body.configuration).toMatchObject({
      dryRun: true,
      query: { connectionProperties: expect.arrayContaining([{ key: 'time_zone', value: 'UTC' }]) },
    })
  })

  test('of several statements is one script', async () => {
    const { api, warehouse } = await connected()
    await warehouse.executeTogether([
      { text: 'begin transaction', parameters: {} },
      { text: 'delete from t where a = @a', parameters: { a: '1' } },
      { text: 'commit transaction', parameters: {} },
    ])
    expect(api.executed).toEqual(['begin transaction;\ndelete from t where a = @a;\ncommit transaction;'])
  })
})

describe('run.max_bytes', () => {
  test('adds up, and refuses the statement that would go beyond', async () => {
    const { api, warehouse } = await connected(
      { estimate: 40_000_000, outcome: () => ({ kind: 'done', billed: 40_000_000 }) },
      { maxBytes: 100_000_000 },
    )
    await warehouse.execute(append)
    await warehouse.execute(append)
    const error = await errorOf(warehouse.execute(append))
    expect(`exit ${error.exitCode}\n${error.message}`).toMatchInlineSnapshot(`
      "exit 1
      the run would read more than run.max_bytes allows
        found: 80000000 bytes read, 0 under way, 40000000 more for this statement
        expected: at most 100000000
        fix: raise run.max_bytes, or read less at a time: run --max-chunks 1, source.start"
    `)
    expect(api.executed).toHaveLength(2)
    const limits = insertsOf(api).map(({ body }) => body.configuration.query.maximumBytesBilled)
    expect(limits.filter((limit) => limit !== undefined)).toEqual(['100000000', '60000000'])
  })

  test('holds for statements that run at the same time', async () => {
    const { api, warehouse } = await connected(
      { estimate: 40_000_000, outcome: () => ({ kind: 'done', billed: 40_000_000 }) },
      { maxBytes: 100_000_000 },
    )
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => warehouse.execute(append)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(api.executed).toHaveLength(2)
  })
})

test('an address where nobody answers', async () => {
  const { api, warehouse } = await connected()
  await api.close()
  const error = await errorOf(warehouse.query(append))
  expect(error.exitCode).toBe(5)
  expect(error.message.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')).toMatchInlineSnapshot(`
    "BigQuery can't be reached at http://HOST
      found: request to http://HOST/bigquery/v2/projects/acme-jobs/jobs?prettyPrint=false failed, reason: connect ECONNREFUSED HOST
      fix: check the network, and HTTPS_PROXY and NO_PROXY where there is a proxy"
  `)
})

test('no request of an unencrypted line carries credentials', async () => {
  const { api, warehouse } = await connected()
  await warehouse.execute(append)
  expect(api.received.flatMap(({ headers }) => headers.authorization ?? [])).toEqual([])
})

test('test-connection hears of datasets that lose tables, or are elsewhere', async () => {
  const { warehouse } = await connected({
    location: 'EU',
    dataset: (name) =>
      ({
        signals_derived: { location: 'US', defaultTableExpirationMs: '5184000000' },
        signals_scratch: { location: 'EU', defaultPartitionExpirationMs: '86400000' },
      })[name],
  })
  await warehouse.describe({ schema: 'atomic', table: 'events' })
  const checks = await warehouse.checks?.(output)
  expect(
    checks
      ?.map(
        ({ check, detail, problem }) =>
          `${check}: ${problem === undefined ? detail : describeProblem(problem)}`,
      )
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "expiration of tables in signals_derived: BigQuery would delete what the ledger counts on in signals_derived
      found: tables expire after 60 days
      expected: no expiration by default
      fix: alter schema \`signals_derived\` set options (default_table_expiration_days = null)
    location of signals_derived: the dataset signals_derived is not where the source is, and no statement reads both
      found: US
      expected: EU
      fix: set another output.schema, or make the datasets there
    expiration of tables in signals_scratch: BigQuery would delete what the ledger counts on in signals_scratch
      found: partitions expire after 1 days
      expected: no expiration by default
      fix: alter schema \`signals_scratch\` set options (default_partition_expiration_days = null)
    location of signals_scratch: EU"
  `)
  expect(await warehouse.hasSchema({ schema: 'signals_snowplow_manifest' })).toBe(false)
})
