import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { later } from '../../src/run/index.ts'
import { build, demo, demoEnd, type Result, sbe, startSbe } from './sbe.ts'
import { expectOracle, ledgerRows } from './shop-warehouse.ts'

const end = demoEnd.replace('Z', '.000000Z')

/** A run that gets a signal once it has printed what matches; the signal again where it is to be impatient. */
async function interruptedRun(
  shop: string,
  at: RegExp | number,
  signal: 'SIGINT' | 'SIGTERM',
  asOf = end,
): Promise<Result> {
  const run = startSbe(shop, 'run', '--json', '--as-of', asOf)
  let stdout = ''
  let stderr = ''
  run.stderr.on('data', (text) => {
    stderr += text
  })
  const reached = new Promise<void>((resolve) => {
    run.stdout.on('data', (text) => {
      stdout += text
      if (at instanceof RegExp && at.test(stdout)) resolve()
    })
    run.once('exit', () => resolve())
  })
  const exited = once(run, 'exit')
  await (typeof at === 'number' ? pause(at) : reached)
  run.kill(signal)
  const [code] = await exited
  return { code, stdout, stderr }
}

function addAttribute(shop: string): void {
  const file = join(shop, 'attributes/shop_users.yaml')
  const added = `attributes:
  - name: last_page
    type: string
    aggregation: last
    property: page_urlpath
    events: [page_view]
`
  writeFileSync(file, readFileSync(file, 'utf8').replace('attributes:\n', added))
}

/** Nothing is held, nothing that counts is left over, and the next run is right. */
async function expectGoesOn(shop: string, asOf = end): Promise<void> {
  for (const { holder, lease_until: until } of await ledgerRows(shop)) {
    expect([holder, until]).toEqual([null, null])
  }
  const next = sbe(shop, 'run', '--as-of', asOf)
  expect([next.code, next.stderr.includes('error')]).toEqual([0, false])
  await expectOracle(shop, asOf)
}

describe('a run that gets a signal', () => {
  beforeAll(build)

  it.each([
    ['before anything was sent', /"type":"/, 'SIGINT', 130],
    ['in the first scan', /"type":"group_opened"/, 'SIGTERM', 143],
    ['after the first window', /"type":"window_counted"/, 'SIGINT', 130],
    ['in the publication', /"step":"publish","name":"write"/, 'SIGTERM', 143],
    ['after a publication', /"step":"publish","name":"count"/, 'SIGINT', 130],
  ] as const)('%s stops, and the next goes on', async (_, at, signal, code) => {
    let shop = demo()
    let run = await interruptedRun(shop, at, signal)
    // on a busy machine the run may be done before the signal comes
    for (let again = 0; again < 4 && run.code === 0; again += 1) {
      shop = demo()
      run = await interruptedRun(shop, at, signal)
    }
    expect({ code: run.code, stderr: run.stderr }).toMatchObject({ code })
    expect(run.stderr).not.toMatch(/bug|^ {4}at /m)
    if (at.source.includes('window_counted')) {
      const [last = ''] = run.stdout.trimEnd().split('\n').slice(-1)
      expect(JSON.parse(last)).toMatchObject({ type: 'run_finished', report: { exit_code: 130 } })
      expect(run.stderr).toContain('interrupted')
    }
    await expectGoesOn(shop)
  })

  it('in a backfill goes on with it, and reads no window twice', async () => {
    const shop = demo()
    const config = join(shop, 'sbe.config.yaml')
    writeFileSync(config, readFileSync(config, 'utf8').replace('chunk_days: 30', 'chunk_days: 10'))
    expect(sbe(shop, 'run', '--as-of', end).code).toBe(0)
    addAttribute(shop)
    const { code, stdout } = await interruptedRun(shop, /"type":"window_counted"/, 'SIGINT')
    expect(code).toBe(130)
    const counted = windowsOf(stdout)
    expect(counted.length).toBeGreaterThan(0)
    const next = sbe(shop, 'run', '--json', '--as-of', end)
    expect(next.code).toBe(0)
    const went = windowsOf(next.stdout)
    expect(went[0]?.lo).toBe(counted.at(-1)?.hi)
    expect(counted.length + went.length).toBe(6)
    await expectOracle(shop, end)
  })

  it('ten times at random moments is made good by one that does not', async () => {
    const shop = demo()
    const codes = new Set<number | null>()
    for (let turn = 0; turn < 10; turn += 1) {
      const asOf = later(end, turn - 30, 'days')
      const signal = turn % 2 === 0 ? 'SIGINT' : 'SIGTERM'
      const { code, stderr } = await interruptedRun(shop, 150 + ((turn * 97) % 900), signal, asOf)
      expect(stderr).not.toMatch(/bug|^ {4}at /m)
      codes.add(code)
    }
    // null: the signal came before there was anything to interrupt; 0: the run was done
    expect([...codes].every((code) => [0, 130, 143, null].includes(code))).toBe(true)
    expect(codes.has(130) && codes.has(143)).toBe(true)
    await expectGoesOn(shop)
  })

  it('twice exits at once, and the next goes on', async () => {
    const shop = demo()
    const run = startSbe(shop, 'run', '--json', '--as-of', end)
    let stdout = ''
    await new Promise<void>((resolve) => {
      run.stdout.on('data', (text) => {
        stdout += text
        if (stdout.includes('"window_counted"')) resolve()
      })
    })
    const exited = once(run, 'exit')
    run.kill('SIGINT')
    run.kill('SIGTERM')
    // which of two that are pending is delivered first is the system's choice
    expect([130, 143]).toContain((await exited)[0])
    // it did not even end what it was at
    expect(stdout).not.toContain('"run_finished"')
    expect(sbe(shop, 'run', '--as-of', end).code).toBe(0)
    await expectOracle(shop, end)
  })
})

interface Counted {
  readonly lo: string
  readonly hi: string
}

function windowsOf(stdout: string): readonly Counted[] {
  return stdout
    .split('\n')
    .filter((line) => line.includes('"window_counted"'))
    .map((line) => JSON.parse(line) as Counted) // as the events of a run are written
}
