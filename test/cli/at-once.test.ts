import type { ChildProcess } from 'node:child_process'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { build, demo, demoEnd, type Result, sbe, startSbe } from './sbe.ts'
import { expectOracle } from './shop-warehouse.ts'

const end = demoEnd.replace('Z', '.000000Z')

/** What becomes of a process. */
function resultOf(run: ReturnType<typeof startSbe>): Promise<Result> {
  let stdout = ''
  let stderr = ''
  run.stdout.on('data', (text) => {
    stdout += text
  })
  run.stderr.on('data', (text) => {
    stderr += text
  })
  return new Promise((resolve) => run.once('close', (code) => resolve({ code, stdout, stderr })))
}

/** A run that stands still in its first window, the file open. */
async function stalledRun(
  shop: string,
  ...args: readonly string[]
): Promise<{ readonly run: ChildProcess; readonly result: Promise<Result> }> {
  const run = startSbe(shop, 'run', '--json', '--as-of', end, ...args)
  onTestFinished(() => {
    run.kill('SIGKILL')
  })
  const opened = new Promise<void>((resolve) => {
    run.stdout.on('data', (text) => {
      if (String(text).includes('"group_opened"')) resolve()
    })
  })
  const result = resultOf(run)
  await opened
  run.kill('SIGSTOP')
  return { run, result }
}

const same = [[], []] as const
const apart = [
  ['--select', 'shop_users'],
  ['--select', 'shop_sessions'],
] as const

describe('two runs at once on one DuckDB file', () => {
  beforeAll(build)

  it('the second is refused and says which process has it', async () => {
    const shop = demo()
    const [one, other] = apart
    const { run, result } = await stalledRun(shop, ...one)
    const second = sbe(shop, 'run', '--as-of', end, ...other)
    expect([second.code, second.stdout]).toEqual([3, ''])
    expect(second.stderr).toMatch(
      new RegExp(`in use by another process\n {2}found: held by .*process ${run.pid}\n`),
    )
    const status = sbe(shop, 'status')
    expect([status.code, status.stdout, status.stderr]).toEqual([3, '', second.stderr])
    expect(sbe(shop, 'plan').code).toBe(3)
    run.kill('SIGCONT')
    expect((await result).code).toBe(0)
    expect(sbe(shop, 'run', '--as-of', end, ...other).code).toBe(0)
    await expectOracle(shop, end)
  })

  it.each([
    ['of the same groups', same],
    ['of a group each', apart],
  ])('%s: the second waits with --wait', async (_, [one, other]) => {
    const shop = demo()
    const { run, result } = await stalledRun(shop, ...one)
    const second = resultOf(startSbe(shop, 'run', '--as-of', end, '--wait', '2m', ...other))
    run.kill('SIGCONT')
    expect([await result, await second].map(({ code }) => code)).toEqual([0, 0])
    await expectOracle(shop, end)
  })

  it('and no longer than it was told to', async () => {
    const shop = demo()
    const { run } = await stalledRun(shop)
    const second = sbe(shop, 'run', '--as-of', end, '--wait', '1s')
    expect([second.code, second.stderr]).toEqual([3, expect.stringContaining(`process ${run.pid}`)])
  })

  it('started together, each is done or refused, and nothing is counted twice', async () => {
    const shop = demo()
    const results = await Promise.all(
      apart.map((args) => resultOf(startSbe(shop, 'run', '--as-of', end, ...args))),
    )
    const codes = results.map(({ code }) => code)
    expect(codes).toContain(0)
    expect(codes.every((code) => code === 0 || code === 3)).toBe(true)
    expect(sbe(shop, 'run', '--as-of', end).code).toBe(0)
    await expectOracle(shop, end)
  })

  it('three, all waiting, are done one after the other', async () => {
    const shop = demo()
    const all = [[], ...apart].map((args) =>
      resultOf(startSbe(shop, 'run', '--as-of', end, '--wait', '2m', ...args)),
    )
    const results = await Promise.all(all)
    expect(results.map(({ code, stderr }) => [code, stderr.includes('error')])).toEqual([
      [0, false],
      [0, false],
      [0, false],
    ])
    await expectOracle(shop, end)
  })
})
