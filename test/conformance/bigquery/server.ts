import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from '../free-port.ts'
import { installedEmulator } from './installed.ts'

/** Where the emulator answers, for the engine. */
export const emulatorVariable = 'SBE_BIGQUERY_EMULATOR'

/** bqemulator, in memory, with the stand-ins of shims.py: https://pypi.org/project/bqemulator/ */
export async function start(): Promise<{
  readonly env: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}> {
  const python = await installedEmulator()
  const [rest, grpc] = [await freePort(), await freePort()]
  const launcher = fileURLToPath(new URL('emulator.py', import.meta.url))
  const options = ['--rest-port', String(rest), '--grpc-port', String(grpc), '--project', 'sbe-test']
  const server = spawn(python, [launcher, 'start', ...options, '--log-level', 'error'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said.push(String(chunk))
      said.splice(0, Math.max(0, said.length - 50))
    })
  }
  const url = `http://127.0.0.1:${rest}`
  await answers(url, server, said)
  return { env: { [emulatorVariable]: url }, stop: () => stopped(server) }
}

async function answers(url: string, server: ChildProcess, said: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`the emulator ended at once:\n${said.join('')}`)
    const response = await fetch(`${url}/bigquery/v2/projects/sbe-test/datasets`).catch(() => undefined)
    if (response?.ok === true) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  server.kill('SIGKILL')
  throw new Error(`the emulator did not answer within two minutes:\n${said.join('')}`)
}

function stopped(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve())
    if (!server.kill('SIGKILL')) resolve()
  })
}
