import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type RunReport, writeArtifacts } from '../../src/run/index.ts'

const now = '2024-06-30T12:00:00.000Z'
const report: RunReport = {
  run_id: 'now',
  as_of: now,
  groups: [],
  without_load_time: {},
  warnings: [],
  exit_code: 0,
}
const earlier = [
  '20240101T000000Z-a',
  '20240401T115959Z-b',
  '20240401T120001Z-c',
  '20240629T000000Z-d',
  '20240630T110000Z-e',
]

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sbe-runs-'))
  for (const name of [...earlier, 'notes', '20240101'])
    mkdirSync(join(directory, '.sbe', 'runs', name, 'inside'), { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true }))

it.each([
  ['as long as it says', { days: 90, runs: 1000 }, earlier.slice(2)],
  ['as many as it says, this one among them', { days: 90, runs: 2 }, earlier.slice(4)],
  ['none but this one', { days: 0, runs: 1000 }, []],
  ['all of them', { days: 10_000, runs: 6 }, earlier],
])('earlier runs are kept %s, and what is none is left alone', async (_, keep, kept) => {
  await writeArtifacts(directory, report, [], now, keep)
  expect(readdirSync(join(directory, '.sbe', 'runs')).toSorted()).toEqual(
    ['20240101', ...kept, '20240630T120000Z-now', 'notes'].toSorted(),
  )
})
