/** The API itself: what the product's driver does not show, or never sends. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isServed, oneDatabase } from '../one-database.ts'
import { accountZone, addressVariable, ownZoneVariable } from '../server.ts'

const { [addressVariable]: usual = '', [ownZoneVariable]: ownZone = '' } = process.env

interface Request {
  readonly server?: string
  readonly project?: string
  readonly id?: string
  readonly zone?: string
  readonly more?: object
  readonly queryParameters?: readonly object[]
}

/** Sends a job. Gives the HTTP status and the answer. */
function job(
  query: string,
  { server = usual, project = 'p', id = randomUUID(), zone, more, queryParameters = [] }: Request = {},
) {
  const connectionProperties = zone === undefined ? [] : [{ key: 'time_zone', value: zone }]
  return called(`${server}/bigquery/v2/projects/${project}/jobs`, {
    method: 'POST',
    body: JSON.stringify({
      jobReference: { projectId: project, jobId: id },
      configuration: { ...more, query: { query, queryParameters, connectionProperties } },
    }),
  })
}

async function called(url: string, init?: RequestInit): Promise<readonly [number, unknown]> {
  const response = await fetch(url, init)
  return [response.status, await response.json()]
}

/** The rows of a job as the API sends them. */
async function rows(query: string, request: Request = {}, parameters = ''): Promise<unknown> {
  const id = randomUUID()
  await job(query, { ...request, id })
  const { server = usual, project = 'p' } = request
  const [, body] = await called(`${server}/bigquery/v2/projects/${project}/queries/${id}?${parameters}`)
  return body
}

const values = (...of: readonly unknown[]) => ({ rows: [{ f: of.map((v) => ({ v })) }] })

describe.skipIf(!isServed)('bigquery: the API', () => {
  const noon = `select
      format_timestamp('%R', timestamp '2024-01-01 12:00:00+00'),
      format_timestamp('%R', cast('2024-01-01 12:00:00' as timestamp))`

  it('a job has the default time zone of its account unless it names another', async () => {
    // https://cloud.google.com/bigquery/docs/default-configuration
    const form = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: accountZone() })
    const there = form.format(new Date('2024-01-01T12:00:00Z'))
    expect(there).not.toBe('12:00')
    expect(await rows(noon)).toMatchObject(values(there, '12:00'))
    expect(await rows(noon, { zone: 'UTC' })).toMatchObject(values('12:00', '12:00'))
    // this account stands for jobs that name none
    expect(await rows(noon, { server: ownZone, zone: 'UTC' })).toMatchObject(values('17:30', '12:00'))
  })

  it('a job id is there once', async () => {
    const id = randomUUID()
    expect(await job('create schema d', { id, project: id })).toMatchObject([
      200,
      { status: { state: 'DONE' } },
    ])
    expect(await job('create schema d', { id, project: id })).toMatchObject([
      409,
      { error: { message: `Already Exists: Job ${id}:US.${id}` } },
    ])
    const url = `${usual}/bigquery/v2/projects/${id}`
    const [status, body] = await called(`${url}/jobs/${id}`)
    expect(status).toBe(200)
    expect(body).not.toHaveProperty('status.errorResult')
    expect(await called(`${url}/jobs/another`)).toMatchObject([
      404,
      { error: { errors: [{ reason: 'notFound' }] } },
    ])
  })

  it('a job that fails says why, and so does a request for its rows', async () => {
    const id = randomUUID()
    const errorResult = { reason: 'notFound', message: 'Not found: Table p:d.t was not found in location US' }
    expect(await job('select * from d.t', { id })).toMatchObject([200, { status: { errorResult } }])
    expect(await called(`${usual}/bigquery/v2/projects/p/queries/${id}`)).toMatchObject([
      400,
      { error: { errors: [errorResult] } },
    ])
  })

  it('a dry run refuses what a run would, and does nothing', async () => {
    const project = randomUUID()
    const more = { dryRun: true }
    expect(await job('create schema d', { project, more })).toMatchObject([
      200,
      { status: { state: 'DONE' } },
    ])
    expect(await job('select * from d.t', { project, more })).toMatchObject([400, { error: { code: 400 } }])
    expect(await called(`${usual}/bigquery/v2/projects/${project}/datasets/d`)).toMatchObject([404, {}])
  })

  it('rows come in pages', async () => {
    const query = 'select n from unnest([1, 2, 3]) as n order by n'
    expect(await rows(query, {}, 'maxResults=2')).toMatchObject({
      rows: [{ f: [{ v: '1' }] }, { f: [{ v: '2' }] }],
      pageToken: '2',
    })
    const last = await rows(query, {}, 'maxResults=2&pageToken=2')
    expect(last).toMatchObject({ rows: [{ f: [{ v: '3' }] }] })
    expect(last).not.toHaveProperty('pageToken')
    expect(await rows(query, {}, 'maxResults=0')).toMatchObject({ rows: [] })
  })

  it('values of every type arrive, in results and tables', async () => {
    const { execute, query, warehouse } = await oneDatabase()
    await execute(`create table d.t as select
        9223372036854775807 as i, -0.5 as f, cast('-inf' as float64) as minf, -0.0 as zero, true as b,
        numeric '-12345678901234567890123456789.123456789' as n, numeric '0' as n0, bignumeric '0.5' as bn,
        'ä' as s, b'\\xff\\x00' as y, date '1969-12-31' as d, timestamp '1969-12-31 23:59:59.999999+00' as t,
        json '{"a":1}' as j, struct(1 as x, ['a'] as l) as st, [struct(timestamp '2024-01-01 00:00:00+00' as t)] as l`)
    expect(await query('select * from d.t')).toEqual([
      {
        ...{ i: 9223372036854775807n, f: -0.5, minf: Number.NEGATIVE_INFINITY, zero: -0, b: true },
        ...{ n: '-12345678901234567890123456789.123456789', n0: '0', bn: '0.5', s: 'ä', y: '/wA=' },
        ...{ d: '1969-12-31', t: '1969-12-31T23:59:59.999999Z', j: '{"a":1}' },
        ...{ st: '{"x":1,"l":["a"]}', l: '[{"t":"2024-01-01T00:00:00.000000Z"}]' },
      },
    ])
    expect(await warehouse.describe({ schema: 'd', table: 't' })).toEqual({
      ...{
        i: 'integer',
        f: 'double',
        minf: 'double',
        zero: 'double',
        b: 'boolean',
        n: 'decimal',
        n0: 'decimal',
      },
      ...{ bn: 'decimal', s: 'text', y: 'bytes', d: 'date', t: 'timestamp', j: 'json' },
      ...{
        st: { struct: { x: 'integer', l: { list: 'text' } } },
        l: { list: { struct: { t: 'timestamp' } } },
      },
    })
  })

  it('parameters have types, and one that is not known is refused', async () => {
    const { warehouse } = await oneDatabase()
    const statement = {
      text: 'select @s as s, @n + 1 as n, timestamp_add(@t, interval 1 microsecond) as t',
      parameters: { s: "it's", n: '41', t: '1969-12-31T23:59:59.999999Z' },
      types: { n: 'int64', t: 'timestamp' },
    } as const
    expect(await warehouse.query(statement)).toEqual([
      { s: "it's", n: 42n, t: '1970-01-01T00:00:00.000000Z' },
    ])
    const date = { name: 'd', parameterType: { type: 'DATE' }, parameterValue: { value: '2024-01-01' } }
    expect(await job('select @d', { queryParameters: [date] })).toMatchObject([
      200,
      { status: { errorResult: { message: 'a parameter of type DATE is not known to this server' } } },
    ])
  })
})
