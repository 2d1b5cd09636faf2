import { fail } from '../../errors.ts'
import { command } from '../line/command.ts'
import { dialectAsked } from '../line/dialect-asked.ts'

export const exportProject = command({
  name: 'export',
  summary:
    'an equivalent dbt project for each group, for teams that run everything in dbt; connects to nothing',
  operands: ['dbt'],
  formats: ['text'],
  options: {
    dialect: { value: 'D', summary: "whose SQL; the config's warehouse without it" },
    out: { value: 'DIR', summary: 'the projects go to DIR/<group>_<version>/' },
    check: { summary: 'compare with the files below DIR, and fail where they differ' },
  },
  examples: [
    ['sbe export dbt --out dbt', 'a project a group, to be reviewed and committed'],
    ['sbe export dbt --out dbt --select shop_users', 'that of one group'],
    ['sbe export dbt --out dbt --check', 'in CI: fails when the files are not those of the definitions'],
  ],

  async run(context, { flags, operands }) {
    const { out, check } = flags
    const usage = 'sbe export dbt --out DIR'
    if (operands[0] !== 'dbt') {
      const message = 'there is no such export'
      fail({ code: 'usage', message, found: operands[0] ?? '', expected: usage })
    }
    if (out === undefined) fail({ code: 'usage', message: 'nothing says where to', expected: usage })
    const [{ resolve }, { openProject, readCatalogue }] = await Promise.all([
      import('node:path'),
      import('../project/project.ts'),
    ])
    const project = await openProject(context, flags)
    const { config, selected, warehouseTypes } = project
    const { dialect, dbt } = dialectAsked(flags.dialect, project.type, warehouseTypes)
    const catalogue = await readCatalogue(project, context)
    const [{ columnsBefore }, { dbtFiles, exportDbt }, { toFolder }] = await Promise.all([
      import('../../compile/index.ts'),
      import('../../export/dbt/index.ts'),
      import('../project/generated-folder.ts'),
    ])
    const files = exportDbt(selected, columnsBefore(catalogue, dialect), {
      dialect,
      target: dbt,
      profile: (group) =>
        dbt.profile(config.warehouse, {
          directory: config.directory,
          project: resolve(context.cwd, out, group),
        }),
    })
    const isPart = flags.select.length + flags.exclude.length > 0
    return toFolder(context, files, {
      verb: 'export',
      command: `${usage.replace('DIR', out)}`,
      out,
      check,
      groups: isPart ? new Set(selected.map(({ plan }) => plan.id)) : undefined,
      kind: dbtFiles,
    })
  },
})
