/** Every golden case on every engine: the attributes.csv that DuckDB meets in `npm test` is met here, too. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAttributes } from '../golden/attributes-csv.ts'
import { caseNames, readCase } from '../golden/golden-case.ts'
import { attributesFile } from '../golden/golden-files.ts'
import { runCase } from '../golden/golden-run.ts'
import { difference } from '../support/difference.ts'
import type { Engine } from '../support/engine.ts'
import { engines, isQuick, ownZoneEngines } from './engines.ts'

/** Without a catalogue DuckDB runs them all, and here a sample; `SBE_GOLDEN_EVERY=1`: each. */
const every = Number(process.env.SBE_GOLDEN_EVERY ?? 3)

describe.each(engines)('%s: golden case', (_, engine) => {
  it.each(
    caseNames.flatMap((name, nth) => [
      ...(nth % every === 0 ? [[name, 'without a catalogue', false] as const] : []),
      [name, 'with a catalogue', true] as const,
    ]),
  )('%s, %s', (name, _how, withCatalogue) => expectAttributes(engine, name, withCatalogue))
})

/** Where a time zone may matter. */
const ofTimes = [
  ...['date-parts', 'defaults-and-types', 'first-last', 'late-and-double-rows', 'time-since'],
  ...['value-states-lists', 'windows-current-day', 'windows-days', 'windows-hours'],
]

describe.each(ownZoneEngines)('%s: golden case', (_, engine) => {
  const chosen = isQuick(engine) ? ofTimes : ofTimes.filter((_, nth) => nth % every === 0)
  it.each(chosen)('%s', (name) => expectAttributes(engine, name, true))
})

async function expectAttributes(engine: Engine, name: string, withCatalogue: boolean): Promise<void> {
  const golden = await readCase(name)
  for (const [group, found] of await runCase(golden, engine, withCatalogue)) {
    const text = readFileSync(join(golden.folder, attributesFile(golden, group)), 'utf8')
    expect(difference(found, parseAttributes(group, text))).toEqual([])
  }
}
