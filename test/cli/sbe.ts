import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const binary = join(root, 'dist/src/cli/main.js')
export const sharedData = join(root, '../shared/data')

/** Compiles what is tested, unless npm test just did. */
export function build(): void {
  const newest = Math.max(
    ...['src', 'dialects'].flatMap((folder) =>
      filesBelow(join(root, folder)).map((file) => statSync(file).mtimeMs),
    ),
  )
  const built = statSync(binary, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (built < newest) execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { cwd: root })
}

export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What a person would have in their shell, and nothing of this process's own. */
const env = { PATH: process.env.PATH, HOME: process.env.HOME }

/** Runs the built binary, its streams no terminal. */
export function sbe(cwd: string, ...args: readonly string[]): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [binary, ...args], {
    cwd,
    env,
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}

/** The same with more variables in the environment, while this process goes on: it may take minutes. */
export async function sbeWith(
  { cwd, more }: { readonly cwd: string; readonly more: NodeJS.ProcessEnv },
  ...args: readonly string[]
): Promise<Result> {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd,
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ])
  return { code, stdout, stderr }
}

/** Starts the built binary. */
export function startSbe(cwd: string, ...args: readonly string[]) {
  return spawn(process.execPath, [binary, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** An empty folder of the test. */
export function folder(): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'sbe-')))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** The last load of a demo project's events. */
export const demoEnd = '2026-01-31T12:00:00Z'
let template: string | undefined

/** A demo project of 2,000 events: a copy of one that is made once. */
export function demo(): string {
  if (template === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'sbe-template-'))
    process.on('exit', () => rmSync(made, { recursive: true, force: true }))
    const { code, stderr } = sbe(made, 'init', '--demo', '--events', '2000', '--end', demoEnd)
    if (code !== 0) throw new Error(stderr)
    template = made
  }
  const copy = folder()
  cpSync(template, copy, { recursive: true })
  return copy
}

/** Every file below a folder with a hash of what is in it. */
export function contents(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    filesBelow(folder).map((file) => [
      relative(folder, file),
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  )
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
