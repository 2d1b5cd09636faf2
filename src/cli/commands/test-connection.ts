import { command } from '../line/command.ts'

export const testConnection = command({
  name: 'test-connection',
  summary: 'warehouse, permissions and Signals, each on its own line',
  operands: [],
  formats: ['text', 'json'],
  options: {},
  examples: [
    [
      'sbe test-connection',
      'what is there and allowed; writes and drops a small table in each output schema',
    ],
    ['sbe test-connection --target prod', 'with the credentials of a target'],
    ['sbe test-connection --json', 'the same for programs'],
  ],

  async run(context, { flags, format }) {
    const [{ openConfig }, { shownFile }, { connectionChecks, exitCodeOf }, { checksJson, checksText }] =
      await Promise.all([
        import('../project/project.ts'),
        import('../../definition/document/index.ts'),
        import('../checks/index.ts'),
        import('../checks/checks-text.ts'),
      ])
    const project = await openConfig(context, flags)
    const checks = await connectionChecks(context, project, shownFile(project.config.file, context.cwd))
    const { terminal } = context
    terminal.result(format === 'json' ? checksJson(checks) : checksText(checks, terminal.paint))
    return exitCodeOf(checks)
  },
})
