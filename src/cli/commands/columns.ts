import { commonExitCode, SbeError } from '../../errors.ts'
import { command } from '../line/command.ts'

export const columns = command({
  name: 'columns',
  summary: "the source tables' columns to sbe.columns.json, so that compile knows their types",
  operands: [],
  formats: ['text'],
  options: {
    out: { value: 'FILE', summary: 'another file; compile and run read the one beside the config' },
  },
  examples: [
    ['sbe columns', 'writes sbe.columns.json beside the config, to be committed'],
    ['sbe columns --out now.json', 'to compare with'],
  ],

  async run(context, { flags }) {
    const { openProject, readCatalogue } = await import('../project/project.ts')
    const project = await openProject(context, flags)
    const [
      { join, resolve },
      { writeFile },
      { catalogueFile, catalogueText, tableKey },
      { withWarehouse },
      { columnChanges, describeSources },
      { reportProblems },
    ] = await Promise.all([
      import('node:path'),
      import('node:fs/promises'),
      import('../../compile/index.ts'),
      import('../project/connection.ts'),
      import('../project/source-catalogue.ts'),
      import('../screen/error-report.ts'),
    ])
    const { config, selected, every } = project
    // a broken file is what this command is called for
    const catalogue = (await readCatalogue(project, context).catch(() => undefined)) ?? { tables: {} }
    const found = await withWarehouse(context, project, 'read', (warehouse) =>
      describeSources(warehouse, selected),
    )
    if (Object.keys(found.tables).length === 0) throw new SbeError(found.problems)
    // with a selection, what is known of other groups' tables stays; and so it does where one can't be looked at
    const used = new Set(every.map(({ source }) => tableKey(source.table)))
    const kept = Object.entries(catalogue.tables).filter(([table]) => used.has(table))
    const written = { tables: { ...Object.fromEntries(kept), ...found.tables } }
    const file =
      flags.out === undefined ? join(config.directory, catalogueFile) : resolve(context.cwd, flags.out)
    await writeFile(file, catalogueText(written))
    context.terminal.result(columnChanges(catalogue, written))
    context.terminal.progress(`wrote ${flags.out ?? catalogueFile}`)
    reportProblems(found.problems, context.terminal)
    return found.problems.length === 0 ? 0 : commonExitCode(found.problems.map(({ code }) => code))
  },
})
