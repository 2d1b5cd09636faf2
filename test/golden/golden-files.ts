import { dialect } from '../../dialects/duckdb/dialect.ts'
import {
  type Catalogue,
  columnsBefore,
  type CompiledStep,
  compile,
  planProject,
  tableKey,
} from '../../src/compile/index.ts'
import type { AttributeGroup } from '../../src/definition/index.ts'
import { type Attributes, evaluate } from '../oracle/index.ts'
import { configOf, output, source } from '../support/product.ts'
import { type GoldenCase, rowsVisibleAt } from './golden-case.ts'
import { planText } from './plan-text.ts'

/** The case that keeps the SQL of the steps that are the same in every project. */
const keepsCommonSteps = 'counters'

/** plan.json: the plans of the case's groups, as `compile --format ir` has them. */
export function planOf({ settings, groups }: GoldenCase): string {
  return planText(planProject(configOf(settings), groups).map(({ plan }) => plan))
}

/** The SQL below duckdb/. */
export function stepsOf(golden: GoldenCase): readonly CompiledStep[] {
  const { name, settings, groups, catalogue } = golden
  const planned = planProject(configOf(settings), groups)
  const columns = columnsBefore(catalogue ? catalogueOf(golden) : undefined)
  const steps = compile(planned, output, columns, dialect)
  return name === keepsCommonSteps ? steps : steps.filter(({ step }) => step.name !== 'setup' && step.name !== 'ledger')
}

/** What `sbe columns` would write of the case's table. */
export function catalogueOf({ columns }: GoldenCase): Catalogue {
  return { tables: { [tableKey(source.table)]: columns } }
}

/** attributes.csv, or a file a group where a case has several. */
export function attributesFile({ groups }: GoldenCase, { name, version }: AttributeGroup): string {
  return groups.length === 1 ? 'attributes.csv' : `attributes-${name}_${version}.csv`
}

/** What the attributes must be after the last run, computed naively. */
export function expectedAttributes(golden: GoldenCase, group: AttributeGroup): ReadonlyMap<string, Attributes> {
  const { settings } = golden
  const asOf = golden.asOf.at(-1) ?? ''
  return evaluate(group, rowsVisibleAt(golden, asOf), {
    asOf,
    start: settings.source?.start,
    appIds: settings.source?.app_ids,
    dedupeDays: settings.run?.dedupe_days,
    lagMinutes: settings.run?.lag_minutes,
    includeCurrentDay: settings.run?.include_current_day,
  })
}
