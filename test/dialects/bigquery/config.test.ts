import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dialects } from '../../../dialects/index.ts'
import { loadConfig } from '../../../src/config/index.ts'
import { SbeError } from '../../../src/errors.ts'

const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'bigquery-config-')))
afterAll(() => rmSync(cwd, { recursive: true }))

async function read(warehouse: string): Promise<unknown> {
  writeFileSync(
    join(cwd, 'sbe.config.yaml'),
    `warehouse:\n  type: bigquery\n${warehouse}source: {table: atomic.events}\n`,
  )
  const config = await loadConfig({
    cwd,
    env: { KEY_FILE: './key.json' },
    dialects,
    file: undefined,
    target: undefined,
  }).catch((error: unknown) => error)
  if (config instanceof SbeError) return config.message
  if (config instanceof Error) throw config
  return (config as { readonly warehouse: unknown }).warehouse // loadConfig gave no error
}

test('every setting', async () => {
  const settings = `  project: acme-events
  execution_project: example.com:acme-jobs
  location: europe-west1
  key_file: \${KEY_FILE}
  impersonate_service_account: sbe@acme-jobs.iam.gserviceaccount.com
  maximum_bytes_billed: 500000000000
  statement_timeout_minutes: 1.5
  api_endpoint: https://bigquery-acme.p.googleapis.com
`
  expect(await read(settings)).toEqual({
    type: 'bigquery',
    project: 'acme-events',
    execution_project: 'example.com:acme-jobs',
    location: 'europe-west1',
    key_file: './key.json',
    impersonate_service_account: 'sbe@acme-jobs.iam.gserviceaccount.com',
    maximum_bytes_billed: 500_000_000_000,
    statement_timeout_minutes: 1.5,
    api_endpoint: 'https://bigquery-acme.p.googleapis.com',
  })
})

test('every mistake at once', async () => {
  const settings = `  projekt: acme-events
  execution_project: Acme Jobs
  location: EU!
  key_file: a.json
  keyfile: b.json
  impersonate_service_account: sbe
  maximum_bytes_billed: 0
  statement_timeout_minutes: 0
  api_endpoint: bigquery
`
  expect(await read(settings)).toMatchInlineSnapshot(`
    "sbe.config.yaml:1 warehouse.project: is missing
    sbe.config.yaml:3 warehouse.projekt: is not a known field
      fix: did you mean "project"?
    sbe.config.yaml:4 warehouse.execution_project: is not the id of a project: 6 to 30 lower-case letters, digits and hyphens, as the console shows it
      found: "Acme Jobs"
    sbe.config.yaml:5 warehouse.location: is not a location, as EU or europe-west1
      found: "EU!"
    sbe.config.yaml:7 warehouse.keyfile: is another name of key_file, which stands here too: keep one of them
      found: a mapping of execution_project, location, key_file, keyfile, i…
    sbe.config.yaml:8 warehouse.impersonate_service_account: is not the e-mail address of a service account
      found: "sbe"
    sbe.config.yaml:9 warehouse.maximum_bytes_billed: is below 1
      found: 0
    sbe.config.yaml:10 warehouse.statement_timeout_minutes: is not above 0
      found: 0
    sbe.config.yaml:11 warehouse.api_endpoint: is not a URL
      found: "bigquery""
  `)
})

test('two names of one setting', async () => {
  expect(
    await read('  project: acme-events\n  key_file: a.json\n  keyfile: b.json\n'),
  ).toMatchInlineSnapshot(`
    "sbe.config.yaml:5 warehouse.keyfile: is another name of key_file, which stands here too: keep one of them
      found: a mapping of project, key_file, keyfile"
  `)
})
