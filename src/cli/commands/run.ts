import type { RunEvent } from '../../run/index.ts'
import { command } from '../line/command.ts'

export const run = command({
  name: 'run',
  summary: 'computes the attributes: counts new events, publishes what changed',
  operands: [],
  formats: ['text', 'ndjson'],
  options: {
    'as-of': { value: 'T', summary: "the time of the attributes, ISO 8601; the warehouse's now without it" },
    'full-refresh': { summary: 'read all of history again' },
    reread: {
      value: 'FROM..TO',
      summary:
        'look again through events loaded then, for what became visible too late; not before dedupe_days',
    },
    adopt: { summary: 'take over a table of attributes that sbe did not make' },
    yes: { summary: 'agree to what run asks for: history read again because of another sbe' },
    wait: { value: 'DURATION', summary: 'wait so long for another run to end: 90s, 10m' },
    'max-chunks': {
      value: 'N',
      summary: 'stop after so many windows a group, new states having theirs; publish when caught up',
    },
  },
  examples: [
    ['sbe run', 'every group'],
    ['sbe run --select tag:example', 'the groups of a tag'],
    ['sbe run --as-of 2024-03-10T12:00:00Z', 'as it was at that time'],
    ['sbe run --max-chunks 3', 'a long history in parts'],
    ['sbe run --reread 2024-03-08..2024-03-09', 'events of that day that were not there when it was read'],
    ['sbe run --json', 'what happens, a line of JSON each'],
  ],

  async run(context, { flags, format }) {
    const { countFlag, durationFlag, rereadFlag, timeFlag } = await import('../line/flag-values.ts')
    const wait = flags.wait === undefined ? undefined : durationFlag('wait', flags.wait)
    const asOf = flags['as-of'] === undefined ? undefined : timeFlag('as-of', flags['as-of'])
    const most = flags['max-chunks'] === undefined ? undefined : countFlag('max-chunks', flags['max-chunks'])
    const reread = rereadFlag(flags.reread, flags['full-refresh'])
    const { openRunnable, runInput } = await import('../project/run-input.ts')
    const runnable = await openRunnable(context, flags)
    const { project } = runnable

    const [
      { runGroups, writeArtifacts },
      { withWarehouse },
      { RunProgress },
      { runSummary },
      { reportProblems },
    ] = await Promise.all([
      import('../../run/index.ts'),
      import('../project/connection.ts'),
      import('../screen/run-progress.ts'),
      import('../screen/run-summary.ts'),
      import('../screen/error-report.ts'),
    ])
    const { terminal, clock } = context
    const { config } = project
    const startedAt = context.now()
    const report = await withWarehouse(context, project, { access: 'write', wait }, async (warehouse) => {
      const events: RunEvent[] = []
      const progress = new RunProgress(terminal, clock)
      try {
        const done = await runGroups(
          runInput(context, runnable, warehouse, {
            emit: (event) => {
              events.push(event)
              progress.hear(event)
              if (format === 'ndjson') terminal.result(JSON.stringify(event))
            },
            options: {
              fullRefresh: flags['full-refresh'],
              adopt: flags.adopt,
              yes: flags.yes,
              ...(reread === undefined ? {} : { reread }),
              ...(asOf === undefined ? {} : { asOf }),
              ...(most === undefined ? {} : { maxChunks: most }),
              ...(wait === undefined ? {} : { waitMilliseconds: wait * 1000 }),
            },
          }),
        )
        progress.stop()
        const folder = await writeArtifacts(config.directory, done, events, startedAt, config.run.keep_runs)
        const { relative } = await import('node:path')
        terminal.progress(`statements and figures: ${relative(context.cwd, folder) || folder}`)
        return done
      } finally {
        progress.stop()
      }
    })
    reportProblems(
      report.groups.flatMap(({ problems = [] }) => problems),
      terminal,
    )
    if (format === 'text') terminal.result(runSummary(report, terminal.paint))
    return report.exit_code
  },
})
