import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { installedPackage } from '../installed-package.ts'

const run = promisify(execFile)

/** Where both are kept: out of git, and used again by the next run. */
export const folder = fileURLToPath(new URL('../../../.conformance/bigquery', import.meta.url))

/** The emulator and what it does not say itself that it needs; DuckDB's spatial extension comes as a package, as it loads it. */
const emulator = [
  'bqemulator==1.4.0',
  'duckdb==1.5.5',
  'duckdb-extensions==1.5.5',
  'duckdb-extension-spatial==1.5.5',
  'numpy',
]
export const analyzerPackage = '@fivetrandevelopers/zetasql'

/** The Python of an environment with the emulator, made where it is not there yet. */
export async function installedEmulator(): Promise<string> {
  const environment = join(folder, 'venv')
  const python = join(environment, 'bin', 'python')
  await once(environment, emulator.join(' '), async () => {
    await run('python3', ['-m', 'venv', environment])
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...emulator])
    await run(python, ['-c', "import duckdb_extensions; duckdb_extensions.import_extension('spatial')"])
  })
  return python
}

/** The folder of the GoogleSQL analyzer, whose package has a Linux binary of 340 MB in it and so is no dependency. */
export function installedAnalyzer(): Promise<string> {
  return installedPackage(join(folder, 'analyzer'), `${analyzerPackage}@1.13`)
}

/** Does something for a folder unless a mark in it says that just this was done to its end. */
async function once(target: string, wanted: string, work: () => Promise<void>): Promise<void> {
  const mark = join(target, '.installed')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return
  rmSync(target, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await work()
  writeFileSync(mark, wanted)
}
