import { Ansis } from 'ansis'
import { expect, test } from 'vitest'
import { runSummary } from '../../src/cli/screen/run-summary.ts'
import type { GroupReport } from '../../src/run/index.ts'

function summary(group: Partial<GroupReport>): string {
  const report: GroupReport = {
    group: 'shop_1',
    outcome: 'published',
    table: 'signals_derived.shop_1_attributes',
    watermark: null,
    windows: 1,
    events: 0,
    skipped: { without_key: 0, without_derived_tstamp: 0 },
    ...group,
  }
  const run = {
    run_id: '1',
    as_of: '2024-03-10T00:00:00Z',
    without_load_time: {},
    warnings: [],
    exit_code: 0,
  }
  const [first = ''] = runSummary({ ...run, groups: [report] }, new Ansis(0)).split('\n')
  return first
}

test.each([
  [{ keys: 5, changed: 5 }, 'published 5 keys, all changed'],
  [{ keys: 5, changed: 1 }, 'published 5 keys, 1 key changed'],
  [{ keys: 5, changed: 0, keys_before: 6 }, 'published 5 keys, 1 fewer than before'],
  [{ keys: 5, changed: 1, keys_before: 7 }, 'published 5 keys, 2 fewer than before, 1 key changed'],
  [{ keys: 5, changed: 2, keys_before: 3 }, 'published 5 keys, 2 keys changed'],
  [{ keys: 0, changed: 0 }, 'published 0 keys: no event that is read matches an attribute'],
  [
    { outcome: 'failed', problems: [{ code: 'interrupted', message: 'a signal' }] },
    'interrupted: what is counted stays, run again to go on',
  ],
  [{ outcome: 'failed', problems: [{ code: 'step', message: 'no' }] }, 'failed'],
] satisfies readonly [Partial<GroupReport>, string][])('%j', (group, text) => {
  expect(summary(group)).toBe(`shop_1: ${text}`)
})
