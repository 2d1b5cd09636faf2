#!/usr/bin/env node
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { exitCodes } from '../errors.ts'
import { commands } from './commands/index.ts'
import { readCommandLine } from './line/command-line.ts'
import type { Context } from './line/context.ts'
import { commandHelp, programHelp } from './line/help.ts'
import { holderText, isGone } from './project/process-holder.ts'
import { reportError } from './screen/error-report.ts'
import { Terminal } from './screen/terminal.ts'

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string // npm refuses a package without one
}
const own = { host: hostname(), pid: process.pid, started: new Date().toISOString() }
const interruption = new AbortController()
let exitOfSignal: number | undefined

for (const [signal, code] of [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    if (exitOfSignal !== undefined) process.exit(code)
    exitOfSignal = code
    interruption.abort()
  })
}
// whoever read the results has gone, which stops no run
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

const args = process.argv.slice(2)
process.exitCode = await main(args)

async function main(given: readonly string[]): Promise<number> {
  try {
    const asked = readCommandLine(given, commands)
    const noColor = given.includes('--no-color')
    if (asked.kind === 'version') {
      terminalOf({ noColor }).result(version)
      return 0
    }
    if (asked.kind === 'help') {
      const terminal = terminalOf({ noColor })
      const { paint } = terminal
      const { command } = asked
      terminal.result(
        command === undefined ? programHelp(commands, version, paint) : commandHelp(command, paint),
      )
      return 0
    }
    const { command, invocation } = asked
    const { quiet, verbose } = invocation.flags
    const terminal = terminalOf({ quiet, verbose, noColor })
    return exitOfSignal ?? (await inContext(terminal, (context) => command.run(context, invocation)))
  } catch (error) {
    return reportError(error, terminalOf({ noColor: given.includes('--no-color') }), version)
  }
}

async function inContext(terminal: Terminal, work: (context: Context) => Promise<number>): Promise<number> {
  try {
    const code = await work({
      cwd: process.cwd(),
      env: process.env,
      terminal,
      warehouseTypes: async () => (await import('../../dialects/index.ts')).dialects,
      interrupted: interruption.signal,
      now: () => new Date().toISOString(),
      clock: () => performance.now(),
      newId: randomUUID,
      timers: {
        sleep: (milliseconds) =>
          pause(milliseconds, undefined, { signal: interruption.signal }).catch(() => undefined),
        every: (milliseconds, repeated) => {
          const timer = setInterval(repeated, milliseconds).unref()
          return () => clearInterval(timer)
        },
      },
      holder: holderText(own),
      isGone: (holder) => isGone(holder, own, isAlive),
    })
    return exitOfSignal ?? code
  } catch (error) {
    const code = reportError(error, terminal, version)
    return exitOfSignal ?? code
  }
}

/** Whether a process exists, ours or not: https://nodejs.org/api/process.html#processkillpid-signal */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function terminalOf(given: {
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly noColor: boolean
}): Terminal {
  const { stdout, stderr, env } = process
  return new Terminal({ stdout, stderr, env, quiet: false, verbose: false, ...given })
}
