import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect } from 'vitest'
import { binary, type Result } from '../cli/sbe.ts'
import { type FakeSignals, secrets } from './fake-signals.ts'

/** Runs the built binary beside this process, in which the fake API is. No secret may be in what it prints. */
export async function runSbe(
  cwd: string,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Result> {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      texts[stream] += text
    })
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  expectNoSecret(texts.stdout + texts.stderr)
  return { code, ...texts }
}

/** A project's folder and the API it is set up for. */
export interface Project {
  readonly folder: string
  readonly sbe: (...args: readonly string[]) => Promise<Result>
  readonly read: (file: string) => string
  readonly edit: (file: string, from: string | RegExp, to: string) => void
}

export function projectIn(folder: string, env: FakeSignals['env']): Project {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return {
    folder,
    sbe: (...args) => runSbe(folder, env, ...args),
    read,
    edit: (file, from, to) => {
      const before = read(file)
      const after = before.replace(from, to)
      expect(after).not.toBe(before)
      writeFileSync(join(folder, file), after)
    },
  }
}

/** What a person reads of a result, with addresses that differ from run to run taken out. */
export function shown({ code, stdout, stderr }: Result, fake: FakeSignals): string {
  return [`exit ${code}`, stdout.trimEnd(), stderr.trimEnd()]
    .filter((text) => text !== '')
    .join('\n')
    .replaceAll(fake.url, 'API')
    .replaceAll(/until \d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC/g, 'until TIME')
    .replaceAll(/its clock .* UTC/g, 'its clock TIME')
}

/** Every text file below a folder. */
export function textFiles(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'latin1')]))
}

export function expectNoSecret(text: string): void {
  for (const secret of Object.values(secrets)) {
    expect(text).not.toContain(secret)
    expect(text).not.toContain(Buffer.from(secret).toString('base64'))
  }
}
