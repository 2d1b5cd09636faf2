import { inspect } from 'node:util'
import { describe, expect, it, test } from 'vitest'
import { warehouseError } from '../../../dialects/bigquery/errors.ts'
import { type Failed, jobFailed, requestFailed } from '../../../dialects/bigquery/failure.ts'
import { isTransient } from '../../../dialects/bigquery/transient.ts'
import { context, credentials, job, jobs, network, type Row, requests, secret } from './failures.ts'

function told(failed: Failed, given = context): string {
  const again = isTransient(failed) ? 'again' : 'once'
  const [problem] = warehouseError(failed, given).problems
  return `${failed.failure.origin}, ${again}, ${problem?.code}: ${problem?.message}`
}

const kinds: readonly (readonly [what: string, rows: readonly Row[]])[] = [
  ['credentials', credentials],
  ['the network', network],
  ['a request', requests],
  ['a job', jobs],
]

for (const [what, rows] of kinds) {
  describe(`a failure of ${what}`, () => {
    for (const [from, failed, expected, given] of rows) {
      test(from, () => {
        expect(told(failed, given)).toBe(expected)
        expect(warehouseError(failed, given ?? context).message).toMatchSnapshot()
      })
    }
  })
}

/** What the error of a statement may quote: a column's name, a text of it, another error. */
const quoted = [...credentials, ...network, ...requests, ...jobs].map(([, { message }]) => message)

const reasons = [
  ...new Set(jobs.map(([, { failure }]) => ('reason' in failure ? (failure.reason ?? '') : ''))),
  ...[
    'quotaExceeded',
    'backendError',
    'rateLimitExceeded',
    'jobRateLimitExceeded',
    'duplicate',
    'invalid',
    'a new one',
  ],
]

it.each(reasons)('whatever the words of a job that failed with %s, they decide nothing', (reason) => {
  const kindOf = (message: string) => {
    const failed = job(reason, message)
    return [isTransient(failed), warehouseError(failed, context).code]
  }
  const kind = kindOf('Syntax error at [1:2]')
  for (const each of quoted)
    expect([each, ...kindOf(`Syntax error at [1:2]: ${each}`)]).toEqual([each, ...kind])
})

it('the words of a job that BigQuery gives no reason for are nobody else’s', () => {
  for (const each of quoted) {
    const failed = jobFailed({ message: `Error: ${each}` })
    expect([isTransient(failed), warehouseError(failed, context).code]).toEqual([false, 'step'])
  }
})

it('shows no secret, nor what hangs on an error', () => {
  const thrown = Object.assign(new Error('Not found: Table t'), {
    code: 404,
    errors: [{ reason: 'notFound', message: 'Not found: Table t' }],
    response: { headers: { authorization: `Bearer ${secret}` } },
    config: { headers: { authorization: `Bearer ${secret}` } },
  })
  expect(inspect(thrown, { depth: 20 })).toContain(secret)
  for (const failed of [requestFailed(thrown), ...credentials.map(([, each]) => each)]) {
    const shown = inspect(warehouseError(failed, context), { depth: 20, showHidden: true })
    expect(shown).not.toContain(secret)
  }
})
