import { exitCodes, fail } from '../../errors.ts'
import { command } from '../line/command.ts'

export const pull = command({
  name: 'pull',
  summary: 'attribute groups from Signals to definition files, one each',
  operands: [],
  formats: ['yaml', 'json'],
  options: {
    stream: { summary: 'also the groups that Signals computes from the stream: they compile here' },
    latest: { summary: 'the latest version of each group only' },
    'all-versions': { summary: 'every version; else the latest and those that have a file here' },
    force: { summary: 'overwrite files that were edited here' },
  },
  examples: [
    ['sbe pull', 'every group computed in the warehouse; again, it changes nothing'],
    ['sbe pull --select shop_users@1', 'one version of one group'],
    ['sbe pull --stream --format json', 'stream groups too, new files as JSON'],
  ],

  async run(context, { flags, format }) {
    if (flags.latest && flags['all-versions']) {
      fail({ code: 'usage', message: '--latest and --all-versions contradict each other', fix: 'give one' })
    }
    const [{ openConfig }, { pullGroups }] = await Promise.all([
      import('../project/project.ts'),
      import('../pull/index.ts'),
    ])
    const { config } = await openConfig(context, flags)
    const isDone = await pullGroups(context, config, {
      selection: { select: flags.select, exclude: flags.exclude },
      stream: flags.stream,
      versions: flags.latest ? 'latest' : flags['all-versions'] ? 'all' : 'here',
      format: format === 'json' ? 'json' : 'yaml',
      force: flags.force,
    })
    return isDone ? 0 : exitCodes.check
  },
})
