import type { Catalogue, CompiledStep } from '../../compile/index.ts'
import { didYouMean } from '../../definition/document/closest.ts'
import { exitCodes, fail } from '../../errors.ts'
import { command } from '../command.ts'
import type { Context } from '../context.ts'
import type { Project } from '../project.ts'

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
    const { openProject, readCatalogue } = await import('../project.ts')
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
      return toFolder(context, steps, { out, check, groups })
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
  const chosen =
    asked === undefined ? type : Object.hasOwn(warehouseTypes, asked) ? warehouseTypes[asked] : undefined
  if (chosen === undefined) {
    const names = Object.keys(warehouseTypes)
    const fix = didYouMean(asked ?? '', names)
    fail({
      code: 'usage',
      message: 'there is no such dialect',
      found: `--dialect ${asked}`,
      expected: names.join(', '),
      ...(fix === undefined ? {} : { fix }),
    })
  }
  return toSteps(groups, config.output, columnsBefore(catalogue, chosen.dialect), chosen.dialect)
}

function jsonOf({ step, file, text, statements }: CompiledStep): object {
  return { file, step: step.name, group: step.group ?? null, text, statements }
}

/**
 * Steps that groups share are made for every group, so that a folder holds one project; with a selection
 * the files of other groups are left alone.
 */
async function toFolder(
  { cwd, terminal }: Context,
  steps: readonly CompiledStep[],
  {
    out,
    check,
    groups,
  }: { readonly out: string; readonly check: boolean; readonly groups: ReadonlySet<string> | undefined },
): Promise<number> {
  const [{ resolve }, { checkFiles, writeFiles }, { patchText }] = await Promise.all([
    import('node:path'),
    import('../../compile/index.ts'),
    import('../patch-text.ts'),
  ])
  const folder = resolve(cwd, out)
  if (!check) {
    const files = await writeFiles(steps, folder, groups)
    terminal.progress(`${files.length} files in ${out}`)
    return 0
  }
  const differences = await checkFiles(steps, folder, groups)
  if (differences.length === 0) {
    terminal.progress(`${out} is what the definitions compile to`)
    return 0
  }
  for (const { patch } of differences) terminal.result(patchText(patch, terminal.paint))
  const kinds = differences.map(({ file, kind }) => `${file} (${kind})`)
  terminal.error(
    `${out} is not what the definitions compile to: ${kinds.join(', ')}\n  fix: run sbe compile --out ${out}, and commit the files`,
  )
  return exitCodes.check
}
