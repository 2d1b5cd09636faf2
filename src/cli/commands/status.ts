import { exitCodes } from '../../errors.ts'
import { command } from '../line/command.ts'

export const status = command({
  name: 'status',
  summary: 'per group: how far events are counted, what became of the last run, what the next will do',
  operands: [],
  formats: ['text', 'json'],
  options: {
    'max-lag': {
      value: 'DURATION',
      summary: 'exit with 1 when a group is further behind: 90m, 6h, 2d, PT6H',
    },
  },
  examples: [
    ['sbe status', 'every group: figures, the last run (published, failed, interrupted, died …), the next'],
    ['sbe status --max-lag 6h', 'for a monitor: fails when a group is more than 6 hours behind'],
    ['sbe status --json', 'the same for programs: last_run, next_run (as sbe plan has it), figures'],
  ],

  async run(context, { flags, format }) {
    const { durationFlag } = await import('../line/flag-values.ts')
    const most = flags['max-lag'] === undefined ? undefined : durationFlag('max-lag', flags['max-lag'])
    const { openRunnable } = await import('../project/run-input.ts')
    const runnable = await openRunnable(context, flags)
    const [{ withWarehouse }, { statusOf }] = await Promise.all([
      import('../project/connection.ts'),
      import('../project/project-status.ts'),
    ])
    const statuses = await withWarehouse(context, runnable.project, 'read', (warehouse) =>
      statusOf(context, runnable, warehouse),
    )
    const { terminal } = context
    if (format === 'json') terminal.result(JSON.stringify(statuses, null, 2))
    else {
      const { statusText } = await import('../screen/status-text.ts')
      terminal.result(statusText(statuses))
    }
    const late =
      most === undefined ? [] : statuses.filter(({ lag_seconds: lag }) => lag === null || lag > most)
    if (late.length === 0) return 0
    terminal.error(
      `further behind than --max-lag ${flags['max-lag']}: ${late.map(({ group }) => group).join(', ')}`,
    )
    return exitCodes.check
  },
})
