import type { GroupPlan } from '../plan/index.ts'
import type { Cell, Row } from '../warehouse.ts'

/** Rows as a JSON list of objects: whole numbers with every digit, lists and objects as themselves. */
export function exactJson(rows: readonly Row[], plan: GroupPlan): string {
  const nested = new Map(
    plan.attributes.flatMap(({ name, type }) =>
      type === 'dict' || type.endsWith('_list') ? [[name, type]] : [],
    ),
  )
  const objects = rows.map((row) => {
    const fields = Object.entries(row).map(
      ([name, value]) => `    ${JSON.stringify(name)}: ${cellJson(value, nested.get(name))}`,
    )
    return `  {\n${fields.join(',\n')}\n  }`
  })
  return objects.length === 0 ? '[]' : `[\n${objects.join(',\n')}\n]`
}

function cellJson(value: Cell, nested: string | undefined): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'string' || nested === undefined) return JSON.stringify(value)
  // a warehouse gives the whole numbers of a list as texts, as not all of them are numbers to JavaScript
  return /^(int|unix)/.test(nested) ? value.replaceAll(/"(-?\d+)"/g, '$1') : value
}
