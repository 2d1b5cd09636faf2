import { commonExitCode, fail, SbeError } from '../../errors.ts'
import { command } from '../line/command.ts'

export const sync = command({
  name: 'sync',
  summary: 'registers published attributes tables with Signals',
  operands: [],
  formats: ['text', 'json'],
  options: {
    publish: { summary: 'publish the groups, too: Signals begins to serve them' },
    external: { summary: 'create or update each as an external group, for deployments that take those' },
    'dry-run': { summary: 'tell what would be sent, and send nothing' },
    table: { value: 'T', summary: 'another table of the group: [[database.]schema.]table' },
    'timestamp-field': {
      value: 'F',
      summary: 'the column that says when a row was updated; updated_at without it',
    },
    from: { value: 'TOOL', summary: 'dbt: the snapshot of an exported dbt project, by dbt_valid_from' },
  },
  examples: [
    ['sbe sync --dry-run', 'what would be registered, for every group'],
    ['sbe sync --publish', 'registers the tables and publishes the groups; again, it does no harm'],
    ['sbe sync --external --publish', 'as external groups, with their fields'],
    ['sbe sync --select shop_users --from dbt', "an exported dbt project's snapshot"],
    ['sbe sync --select shop_users --table marts.users --timestamp-field loaded_at', 'a table of your own'],
  ],

  async run(context, { flags, format }) {
    const { from, table } = flags
    if (from !== undefined && from !== 'dbt') {
      fail({
        code: 'usage',
        message: '--from names no tool that sbe exports to',
        found: from,
        expected: 'dbt',
      })
    }
    if (table !== undefined && !/^[^.]+(\.[^.]+){0,2}$/.test(table)) {
      const expected = '[[database.]schema.]table'
      fail({ code: 'usage', message: '--table is no name of a table', found: table, expected })
    }
    const { openGroups } = await import('../project/project.ts')
    const [
      { checkProduction, planRegistrations },
      { lookAtTables },
      { send, sendingOf },
      { resultText, sendingText, syncJson },
      { withSignals },
      { withWarehouse },
      { signalsSettings },
      { reportProblems },
    ] = await Promise.all([
      import('../sync/registrations.ts'),
      import('../sync/published-tables.ts'),
      import('../sync/register.ts'),
      import('../sync/sync-text.ts'),
      import('../signals.ts'),
      import('../project/connection.ts'),
      import('../../signals/index.ts'),
      import('../screen/error-report.ts'),
    ])
    const project = await openGroups(context, flags)
    const { config, type } = project
    const groups = project.chosen.map(({ group }) => group)
    if (table !== undefined && groups.length > 1) {
      fail({
        code: 'usage',
        message: '--table is one table, and several groups are selected',
        found: groups.map(({ name, version }) => `${name}@${version}`).join(', '),
        fix: 'add --select with the group that it holds',
      })
    }
    checkProduction(config, context.cwd)
    // what will be missing is told now, not after the warehouse was asked
    if (!flags['dry-run']) signalsSettings(config.signals)
    const named = { table, timestampField: flags['timestamp-field'], from } as const
    const { registrations, problems } = planRegistrations(groups, config, type, named)
    if (problems.length > 0) throw new SbeError(problems)
    const here = registrations.filter(({ origin }) => origin !== 'elsewhere')
    const found =
      here.length === 0
        ? { problems: [], since: new Map<string, string>() }
        : await withWarehouse(context, project, 'read', (warehouse) =>
            lookAtTables(warehouse, here, config, type),
          )
    if (found.problems.length > 0) throw new SbeError(found.problems)

    const { external: isExternal, publish } = flags
    const sendings = registrations.map((each) => sendingOf(each, { isExternal, since: found.since }))
    const { terminal } = context
    const isDry = flags['dry-run']
    if (format === 'text') terminal.result(sendingText(sendings, { publish }))
    if (isDry) {
      if (format === 'json') terminal.result(syncJson(sendings, undefined))
      terminal.progress('nothing was sent: --dry-run')
      return 0
    }
    const result = await withSignals(context, config.signals, (client) => send(client, sendings, { publish }))
    terminal.result(format === 'json' ? syncJson(sendings, result) : resultText(result))
    reportProblems(result.problems, terminal)
    return result.problems.length === 0 ? 0 : commonExitCode(result.problems.map(({ code }) => code))
  },
})
