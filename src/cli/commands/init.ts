import { exitCodes, fail } from '../../errors.ts'
import type { ProjectFile } from '../init/templates.ts'
import { command } from '../line/command.ts'
import type { Context } from '../line/context.ts'
import type { PullChoice, SignalsSource } from '../pull/new-project.ts'

export const init = command({
  name: 'init',
  summary: 'a new project: config, example definitions, a CI workflow',
  operands: ['[dir]'],
  formats: ['text'],
  options: {
    demo: { summary: 'with a warehouse of sample events, to try everything on' },
    warehouse: { value: 'T', summary: 'the type of the warehouse; duckdb without it' },
    events: { value: 'N', summary: 'how many sample events; 50000 without it' },
    end: { value: 'T', summary: 'the time of the last sample event; now without it' },
    'from-signals': {
      summary: 'with the attribute groups of Signals, as sbe pull writes them, instead of examples',
    },
    stream: { summary: 'with --from-signals: also groups that Signals computes from the stream' },
  },
  examples: [
    ['sbe init shop', 'a project in ./shop'],
    ['sbe init shop --demo', 'one that can be run at once'],
    ['sbe init', 'in this folder'],
    ['sbe init shop --from-signals', 'with the groups that SNOWPLOW_API_URL has; .env in ./shop is read'],
  ],

  async run(context, { flags, operands: [dir = '.'] }) {
    const [{ basename, resolve }, { projectFiles }] = await Promise.all([
      import('node:path'),
      import('../init/templates.ts'),
    ])
    const folder = resolve(context.cwd, dir)
    await checkWarehouse(context, flags.warehouse)
    const fromSignals = flags['from-signals']
    checkPullFlags(flags)
    const demo = await demoOptions(context, flags)
    const all = projectFiles({
      name: basename(folder),
      demo: flags.demo,
      warehouse: flags.warehouse ?? 'duckdb',
      examples: !fromSignals,
    })
    const kept = await repositoryFiles(folder, all)
    const files = all.filter((file) => !kept.includes(file))
    await refuseExisting(folder, files, dir)
    for (const file of kept) tellKept(context, file)
    // whatever is missing to reach Signals is told before anything is written
    const source = fromSignals ? await signalsSource(context, folder) : undefined
    const made = await writeProject(folder, files)
    const isPulled = source === undefined || (await orRemove(made, () => source.pull(flags)))
    const events = demo === undefined ? 0 : await makeDemo(context, folder, made, demo)
    context.terminal.result(await nextSteps(dir, files, events, fromSignals))
    return isPulled ? 0 : exitCodes.check
  },
})

async function signalsSource(context: Context, folder: string): Promise<SignalsSource> {
  return (await import('../pull/new-project.ts')).signalsSource(context, folder)
}

function checkPullFlags(flags: PullChoice & { readonly 'from-signals': boolean }): void {
  const chosen = flags.select.length > 0 ? '--select' : flags.exclude.length > 0 ? '--exclude' : undefined
  const flag = chosen ?? (flags.stream ? '--stream' : undefined)
  if (flags['from-signals'] || flag === undefined) return
  const message = `${flag} is about the groups of Signals`
  fail({ code: 'usage', message, fix: 'add --from-signals, or leave it out' })
}

interface Demo {
  readonly count: number
  readonly end: string
}

async function demoOptions(
  context: Context,
  flags: {
    readonly demo: boolean
    readonly warehouse: string | undefined
    readonly events: string | undefined
    readonly end: string | undefined
  },
): Promise<Demo | undefined> {
  const { countFlag, timeFlag } = await import('../line/flag-values.ts')
  const given = (['events', 'end'] as const).find((flag) => flags[flag] !== undefined)
  if (!flags.demo && given !== undefined) {
    fail({ code: 'usage', message: `--${given} is about sample events`, fix: 'add --demo, or leave it out' })
  }
  if (!flags.demo) return undefined
  const types = Object.entries(await context.warehouseTypes())
  const able = types.flatMap(([name, { loadEvents }]) => (loadEvents === undefined ? [] : [name]))
  if (flags.warehouse !== undefined && !able.includes(flags.warehouse)) {
    fail({
      code: 'usage',
      message: 'sample events need a warehouse that sbe can make',
      found: `--warehouse ${flags.warehouse}`,
      expected: able.map((name) => `--warehouse ${name}`).join(', '),
    })
  }
  return {
    count: flags.events === undefined ? 50_000 : countFlag('events', flags.events),
    end: timeFlag('end', flags.end ?? context.now()),
  }
}

async function checkWarehouse(context: Context, type: string | undefined): Promise<void> {
  const types = Object.keys(await context.warehouseTypes())
  if (type === undefined || types.includes(type)) return
  fail({
    code: 'usage',
    message: 'there is no such warehouse',
    found: `--warehouse ${type}`,
    expected: types.join(', '),
  })
}

/** What a repository has already stays as it is: a person adds our lines, if they want them. */
async function repositoryFiles(
  folder: string,
  files: readonly ProjectFile[],
): Promise<readonly ProjectFile[]> {
  const [{ existsSync }, { join }] = await Promise.all([import('node:fs'), import('node:path')])
  return files.filter(
    ({ path }) => ['.gitignore', '.gitattributes'].includes(path) && existsSync(join(folder, path)),
  )
}

function tellKept({ terminal }: Context, { path, text }: ProjectFile): void {
  const lines = text.trim().replaceAll('\n', '\n  ')
  terminal.progress(`${path} is there and stays as it is; sbe would have written:\n  ${lines}`)
}

async function refuseExisting(folder: string, files: readonly ProjectFile[], dir: string): Promise<void> {
  const [{ existsSync }, { join }] = await Promise.all([import('node:fs'), import('node:path')])
  const existing = files.map(({ path }) => path).filter((path) => existsSync(join(folder, path)))
  if (existing.length === 0) return
  fail({
    code: 'usage',
    message: `${dir === '.' ? 'this folder' : dir} has files that init would write`,
    found: existing.join(', '),
    fix: 'choose another folder, or move them away: nothing was written',
  })
}

/** Gives what was made, folders before what is in them. */
async function writeProject(folder: string, files: readonly ProjectFile[]): Promise<readonly string[]> {
  const [{ mkdir, writeFile }, { dirname, join }] = await Promise.all([
    import('node:fs/promises'),
    import('node:path'),
  ])
  const made: string[] = []
  for (const { path, text } of files) {
    const file = join(folder, path)
    const first = await mkdir(dirname(file), { recursive: true })
    if (first !== undefined) made.push(first)
    await writeFile(file, text, { flag: 'wx' })
    made.push(file)
  }
  return made
}

/** The warehouse that the written config names, with sample events. */
async function makeDemo(
  context: Context,
  folder: string,
  made: readonly string[],
  demo: Demo,
): Promise<number> {
  const { demoWarehouse } = await import('../init/demo-warehouse.ts')
  context.terminal.progress(
    `making ${demo.count} sample events of the 60 days before ${demo.end.slice(0, 10)} …`,
  )
  return orRemove(made, () => demoWarehouse(context, folder, demo))
}

/** Without what the work gives the files that were made are of no use, and go. */
async function orRemove<Result>(made: readonly string[], work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const { rm } = await import('node:fs/promises')
    for (const path of made) await rm(path, { recursive: true, force: true })
    throw error
  }
}

async function nextSteps(
  dir: string,
  files: readonly ProjectFile[],
  events: number,
  fromSignals: boolean,
): Promise<string> {
  const { counted } = await import('../screen/figures.ts')
  const into = dir === '.' ? [] : [`  cd ${dir}`]
  const warehouse =
    events > 0
      ? [`A warehouse with ${counted(events, 'sample event')} is beside them.`, '', 'Next:', ...into]
      : ['', 'Next:', ...into, '  edit sbe.config.yaml: where the warehouse and its events table are']
  return [
    `Wrote ${files.map(({ path }) => path).join(', ')}${dir === '.' ? '' : ` in ${dir}`}.`,
    ...warehouse,
    ...(fromSignals
      ? [
          '  sbe compile              the SQL of the attributes',
          '  sbe run                  computes them',
          '  sbe sync --publish       registers their tables with Signals',
        ]
      : [
          '  sbe compile              the SQL of the example attributes',
          '  sbe run                  computes them',
          '  sbe preview shop_users   shows some',
        ]),
  ].join('\n')
}
