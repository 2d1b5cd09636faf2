import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkFiles, writeFiles } from '../../src/compile/index.ts'
import { difference } from '../support/difference.ts'
import { duckdbEngine } from '../support/duckdb-engine.ts'
import { parseAttributes, writeAttributes } from './attributes-csv.ts'
import { caseNames, type GoldenCase, readCase } from './golden-case.ts'
import {
  attributesFile,
  commonStepsOf,
  dialectNames,
  expectedAttributes,
  filesOf,
  keepsCommonSteps,
  planOf,
  stepsOf,
} from './golden-files.ts'
import { runCase } from './golden-run.ts'

/** `npm run golden`: what is generated is written before it is compared. */
const rewrites = process.env.GOLDEN === 'write'

async function rewrite(golden: GoldenCase): Promise<void> {
  writeFileSync(join(golden.folder, 'plan.json'), planOf(golden))
  for (const name of dialectNames) await writeFiles(stepsOf(golden, name), join(golden.folder, name))
  for (const group of golden.groups) {
    // never from a run: the product must not say what it is tested against
    const text = writeAttributes(group, expectedAttributes(golden, group))
    writeFileSync(join(golden.folder, attributesFile(golden, group)), text)
  }
}

function read({ folder }: GoldenCase, file: string): string {
  const path = join(folder, file)
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : ''
}

describe.each(caseNames)('golden/%s', (name) => {
  let golden: GoldenCase
  beforeAll(async () => {
    golden = await readCase(name)
    if (rewrites) await rewrite(golden)
  })

  it('definition.yaml begins with the idea', () => {
    expect(read(golden, 'definition.yaml')).toMatch(/^# \S/)
  })

  it('plan.json is the plan', () => {
    expect(read(golden, 'plan.json')).toBe(planOf(golden))
  })

  it('has no other files', () => {
    const entries = readdirSync(golden.folder, { recursive: true, withFileTypes: true })
    const files = entries
      .filter((entry) => entry.isFile() && entry.name !== 'case.yaml')
      .map((entry) => relative(golden.folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    expect(files.sort()).toEqual(filesOf(golden))
  })

  it.each(dialectNames)('%s/ is what compile writes', async (dialect) => {
    const differences = await checkFiles(stepsOf(golden, dialect), join(golden.folder, dialect))
    expect(differences.map(({ kind, patch }) => `${kind}: ${patch}`).join('\n')).toBe('')
  })

  it.each(dialectNames)(`%s: setup and ledger are those of ${keepsCommonSteps}`, async (dialect) => {
    const texts = (of: GoldenCase) => commonStepsOf(of, dialect).map(({ text }) => text)
    expect(texts(golden)).toEqual(texts(await readCase(keepsCommonSteps)))
  })

  it('attributes.csv is what the naive evaluation gives', () => {
    for (const group of golden.groups) {
      const file = attributesFile(golden, group)
      expect(read(golden, file)).toBe(writeAttributes(group, expectedAttributes(golden, group)))
    }
  })

  it.each([
    ['without a catalogue', false],
    ['with a catalogue', true],
  ])('attributes.csv is what the product gives %s', async (_, withCatalogue) => {
    for (const [group, found] of await runCase(golden, duckdbEngine, withCatalogue)) {
      const expected = parseAttributes(group, read(golden, attributesFile(golden, group)))
      expect(difference(found, expected)).toEqual([])
    }
  })
})
