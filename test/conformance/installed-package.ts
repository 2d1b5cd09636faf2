import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * A folder with a package of npm's that is too large for a dependency, kept for the next run. Two that install it at
 * once do so apart, and the first one's stays.
 */
export async function installedPackage(folder: string, wanted: string): Promise<string> {
  if (isInstalled(folder, wanted)) return folder
  const made = `${folder}-${process.pid}`
  mkdirSync(made, { recursive: true })
  writeFileSync(join(made, 'package.json'), '{ "private": true }\n')
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', wanted], { cwd: made })
  writeFileSync(join(made, mark), wanted)
  if (isInstalled(folder, wanted)) {
    rmSync(made, { recursive: true })
    return folder
  }
  rmSync(folder, { recursive: true, force: true })
  renameSync(made, folder)
  return folder
}

const mark = '.installed'

function isInstalled(folder: string, wanted: string): boolean {
  return existsSync(join(folder, mark)) && readFileSync(join(folder, mark), 'utf8') === wanted
}
