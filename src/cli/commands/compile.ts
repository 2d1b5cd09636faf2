import type { Catalogue, CompiledStep } from '../../compile/index.ts'
import { fail } from '../../errors.ts'
import { command } from '../line/command.ts'
import { dialectAsked } from '../line/dialect-asked.ts'
import type { Project } from '../project/project.ts'

export const compile = command({
  name: 'compile',
  summary: 'definitions to SQL, as run executes it; connects to nothing',
  operands: [],
  formats: ['text', 'ir', 'json'],
  options: {
    dialect: { value: 'D', summary: "whose SQL; the config's warehouse without it" },
    out: { value: 'DIR', summary: 'a file a step below DIR, instead of stdout' },
    check: { summary: 'compare with the files below DIR, and fail where they differ' },
  },
  examples: [
    ['sbe compile', 'every statement to stdout'],
    ['sbe compile --select shop_users', 'those of one group'],
    ['sbe compile --out sql', 'a file a step, to be reviewed and committed'],
    ['sbe compile --out sql --check', 'in CI: fails when the files are not those of the definitions'],
    ['sbe compile --format ir', 'the plan behind the SQL, as JSON'],
  ],

  async run(context, { flags, format }) {
    const { out, check } = flags
    if (check && out === undefined) {
      fail({
        code: 'usage',
        message: '--check has nothing to compare with',
        expected: 'sbe compile --out DIR --check',
      })
    }
    if (out !== undefined && format !== 'text') {
      fail({
        code: 'usage',
        message: '--out writes SQL files',
        found: `--format ${format}`,
        fix: 'leave out --out or --format',
      })
    }
    const { openProject, readCatalogue } = await import('../project/project.ts')
    const project = await openProject(context, flags)
    const { selected } = project
    if (format === 'ir') {
      context.terminal.result(
        JSON.stringify(
          selected.map(({ plan }) => plan),
          null,
          2,
        ),
      )
      return 0
    }
    const catalogue = await readCatalogue(project, context)
    const steps = await stepsOf(
      project,
      flags.dialect,
      out === undefined ? selected : project.every,
      catalogue,
    )
    if (format === 'json') context.terminal.result(JSON.stringify(steps.map(jsonOf), null, 2))
    else if (out === undefined) context.terminal.result(steps.map(({ text }) => text).join('\n'))
    else {
      const isPart = flags.select.length + flags.exclude.length > 0
      const groups = isPart ? new Set(selected.map(({ plan }) => plan.id)) : undefined
      const { toFolder } = await import('../project/generated-folder.ts')
      return toFolder(context, steps, {
        verb: 'compile',
        command: `sbe compile --out ${out}`,
        out,
        check,
        groups,
      })
    }
    return 0
  },
})

async function stepsOf(
  { config, type, warehouseTypes }: Project,
  asked: string | undefined,
  groups: Project['every'],
  catalogue: Catalogue | undefined,
): Promise<readonly CompiledStep[]> {
  const { columnsBefore, compile: toSteps } = await import('../../compile/index.ts')
  const chosen = dialectAsked(asked, type, warehouseTypes)
  return toSteps(groups, config.output, columnsBefore(catalogue, chosen.dialect), chosen.dialect)
}

function jsonOf({ step, file, text, statements }: CompiledStep): object {
  return { file, step: step.name, group: step.group ?? null, text, statements }
}
