import { commonExitCode } from '../../errors.ts'
import { command } from '../line/command.ts'

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
    const { rereadFlag, timeFlag } = await import('../line/flag-values.ts')
    const asOf = flags['as-of'] === undefined ? undefined : timeFlag('as-of', flags['as-of'])
    const reread = rereadFlag(flags.reread, flags['full-refresh'])
    const { openRunnable, runInput } = await import('../project/run-input.ts')
    const runnable = await openRunnable(context, flags)
    const [{ planRun }, { withWarehouse }, { outlookText }, { reportProblems }] = await Promise.all([
      import('../../run/index.ts'),
      import('../project/connection.ts'),
      import('../screen/outlook-text.ts'),
      import('../screen/error-report.ts'),
    ])
    const { terminal } = context
    const outlook = await withWarehouse(context, runnable.project, 'read', (warehouse) =>
      planRun(
        runInput(context, runnable, warehouse, {
          emit: () => undefined,
          options: {
            fullRefresh: flags['full-refresh'],
            adopt: flags.adopt,
            ...(reread === undefined ? {} : { reread }),
            ...(asOf === undefined ? {} : { asOf }),
          },
        }),
      ),
    )
    for (const warning of outlook.warnings) terminal.warn(warning)
    const problems = outlook.refused.flatMap((group) => group.problems)
    reportProblems(problems, terminal)
    terminal.result(format === 'json' ? JSON.stringify(outlook, null, 2) : outlookText(outlook))
    return problems.length === 0 ? 0 : commonExitCode(problems.map(({ code }) => code))
  },
})
