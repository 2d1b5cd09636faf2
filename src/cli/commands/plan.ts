import { command } from '../command.ts'

export const plan = command({
  name: 'plan',
  summary: 'what run would do now: windows, new states, publications; changes nothing',
  operands: [],
  formats: ['text', 'json'],
  options: {
    'as-of': { value: 'T', summary: "the time of the attributes, ISO 8601; the warehouse's now without it" },
    'full-refresh': { summary: 'as run would with --full-refresh' },
    reread: { value: 'FROM..TO', summary: 'as run would with --reread' },
    adopt: { summary: 'as run would with --adopt' },
  },
  examples: [
    ['sbe plan', 'every group'],
    ['sbe plan --full-refresh', 'how much history there is to read'],
    ['sbe plan --json', 'the same for programs'],
  ],

  async run(context, { flags, format }) {
    const { rereadFlag, timeFlag } = await import('../flag-values.ts')
    const asOf = flags['as-of'] === undefined ? undefined : timeFlag('as-of', flags['as-of'])
    const reread = rereadFlag(flags.reread, flags['full-refresh'])
    const { openProject, readCatalogue } = await import('../project.ts')
    const project = await openProject(context, flags)
    const catalogue = await readCatalogue(project, context)
    const [{ planRun }, { withWarehouse }, { outlookText }] = await Promise.all([
      import('../../run/index.ts'),
      import('../connection.ts'),
      import('../outlook-text.ts'),
    ])
    const { config, type, selected } = project
    const { clock, holder, interrupted, isGone, newId, terminal, timers } = context
    const outlook = await withWarehouse(context, project, 'read', (warehouse) =>
      planRun({
        runId: 'plan',
        holder,
        groups: selected,
        output: config.output,
        dialect: type.dialect,
        warehouse,
        newId,
        clock,
        timers,
        isGone,
        signal: interrupted,
        emit: () => undefined,
        options: {
          fullRefresh: flags['full-refresh'],
          adopt: flags.adopt,
          ...(reread === undefined ? {} : { reread }),
          concurrency: config.run.concurrency,
          ...(asOf === undefined ? {} : { asOf }),
        },
        ...(catalogue === undefined ? {} : { catalogue }),
      }),
    )
    for (const warning of outlook.warnings) terminal.warn(warning)
    terminal.result(format === 'json' ? JSON.stringify(outlook, null, 2) : outlookText(outlook))
    return 0
  },
})
