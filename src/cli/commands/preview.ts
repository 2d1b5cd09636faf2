import { command } from '../line/command.ts'

export const preview = command({
  name: 'preview',
  summary: 'values of a group: of its table, or, before the first run, of some keys straight from the events',
  operands: ['GROUP'],
  formats: ['text', 'json'],
  options: {
    key: { value: 'V', repeatable: true, summary: 'the key to show; the first ones without it' },
    limit: { value: 'N', summary: 'how many keys; 5 without it' },
  },
  examples: [
    ['sbe preview shop_users', 'some keys'],
    ['sbe preview shop_users@1 --limit 1', 'of a version, one key'],
    ['sbe preview shop_users --key 0012 --key 1e5', 'of these keys, as they are typed'],
    ['sbe preview shop_users --json', 'exact values, lists and objects as such'],
  ],

  async run(context, { flags, operands: [name = ''], format }) {
    const [{ openProject }, { countFlag }] = await Promise.all([
      import('../project/project.ts'),
      import('../line/flag-values.ts'),
    ])
    const limit = flags.limit === undefined ? 5 : countFlag('limit', flags.limit)
    const project = await openProject(context, flags)
    const [{ groupNamed, readPreview }, { previewText }, { exactJson }, { withWarehouse }, { show }] =
      await Promise.all([
        import('../preview/source.ts'),
        import('../preview/text.ts'),
        import('../exact-json.ts'),
        import('../project/connection.ts'),
        import('../../definition/document/show.ts'),
      ])
    const group = groupNamed(name, project.selected)
    const { terminal } = context
    const shown = await withWarehouse(context, project, 'read', (warehouse) =>
      readPreview(context, project, warehouse, group, { keys: flags.key, limit }),
    )
    terminal.progress(shown.from)
    const found = new Set(shown.rows.map((row) => String(row[group.plan.key.column])))
    const missing = flags.key.filter((key) => !found.has(key))
    if (missing.length > 0) terminal.warn(`no attributes of ${missing.map(show).join(', ')}`)
    if (format === 'json') terminal.result(exactJson(shown.rows, group.plan))
    else if (shown.rows.length === 0) terminal.result(`${group.plan.id} has no rows to show`)
    else terminal.result(previewText(shown.rows, group.plan, terminal))
    return 0
  },
})
