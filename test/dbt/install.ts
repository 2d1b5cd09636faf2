/** Makes .conformance/dbt, a Python environment with the packages of requirements.txt, unless it is there. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../.conformance/dbt/', import.meta.url))
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url))
const wanted = readFileSync(requirements, 'utf8')
/** What was installed, once all of it was. */
const installed = join(folder, 'installed.txt')

if (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
  process.stdout.write('installing dbt into .conformance/dbt\n')
  rmSync(folder, { recursive: true, force: true })
  run('python3', ['-m', 'venv', folder])
  run(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '-r', requirements])
  writeFileSync(installed, wanted)
}

function run(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' })
  if (status === 0) return
  process.stderr.write(
    `${program} ${args.join(' ')} failed${error === undefined ? '' : `: ${error.message}`}\n` +
      'test:dbt needs Python 3.10 to 3.13 with venv, and the Python package index\n',
  )
  process.exit(1)
}
