import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from '../free-port.ts'

const run = promisify(execFile)
const here = fileURLToPath(new URL('.', import.meta.url))
const kept = fileURLToPath(new URL('../../../.conformance/snowflake', import.meta.url))

/** Where the server of this run answers, for the processes of the tests. */
export const addressVariable = 'SBE_CONFORMANCE_SNOWFLAKE'
/** Where the account answers whose time zone no session changes. */
export const ownZoneVariable = 'SBE_CONFORMANCE_SNOWFLAKE_OWN_ZONE'

/** Starts two accounts of fakesnow, neither in UTC: in one a session's TIMEZONE counts, in the other nothing but the SQL. */
export async function start(): Promise<{
  readonly env: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}> {
  await install()
  const zone = process.env.SBE_ACCOUNT_ZONE ?? 'America/Los_Angeles'
  const [usual, ownZone] = await Promise.all([
    startServer(zone, 'session'),
    startServer('Asia/Kolkata', 'account'),
  ])
  return {
    env: { [addressVariable]: usual.url, [ownZoneVariable]: ownZone.url },
    stop: async () => {
      await Promise.all([usual.stop(), ownZone.stop()])
    },
  }
}

/** A server on a free port; it ends with this process. */
async function startServer(
  zone: string,
  setBy: 'session' | 'account',
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const port = await freePort()
  const server = spawn(join(kept, 'bin/python'), [join(here, 'server.py'), String(port), zone, setBy], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  server.stderr.on('data', (chunk: Buffer) => {
    said.push(String(chunk))
    said.splice(0, said.length - 50)
  })
  const end = (): void => {
    server.kill()
  }
  process.on('exit', end)
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; !(await answers(url)); tries += 1) {
    if (server.exitCode !== null || tries === 300) throw new Error(`fakesnow did not start: ${said.join('')}`)
    await pause(100)
  }
  return {
    url,
    stop: async () => {
      process.off('exit', end)
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill()
      await ended
    },
  }
}

/** Its Python packages, in a folder that is used again while they stay the same. */
async function install(): Promise<void> {
  const requirements = join(here, 'requirements.txt')
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  const mark = join(kept, 'installed')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return
  await run('python3', ['-m', 'venv', '--clear', kept])
  await run(join(kept, 'bin/pip'), ['install', '--quiet', '--requirement', requirements])
  writeFileSync(mark, wanted)
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => true,
    () => false,
  )
}
