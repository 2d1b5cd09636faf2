import type { StatementLabel } from '../../src/warehouse.ts'

/**
 * A statement's label as labels of its job: lower case, at most 63 characters of letters, digits, - and _.
 * https://cloud.google.com/bigquery/docs/labels-intro#requirements
 */
export function jobLabels(label: StatementLabel | undefined): Readonly<Record<string, string>> {
  const { group, step, name, run } = label ?? {}
  const written = { sbe_group: group, sbe_step: step, sbe_statement: name, sbe_run: run }
  return Object.fromEntries([
    ['tool', 'sbe'],
    ...Object.entries(written).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, labelValue(value)]],
    ),
  ])
}

function labelValue(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '_')
    .slice(0, 63)
}
