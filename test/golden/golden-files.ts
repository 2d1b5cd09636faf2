import { dialect } from '../../dialects/duckdb/dialect.ts'
import {
  type Catalogue,
  type CompiledStep,
  columnsBefore,
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
export const keepsCommonSteps = 'counters'

/** plan.json: the plans of the case's groups, as `compile --format ir` has them. */
export function planOf({ settings, groups }: GoldenCase): string {
  return planText(planProject(configOf(settings), groups).map(({ plan }) => plan))
}

/** The SQL below duckdb/. */
export function stepsOf(golden: GoldenCase): readonly CompiledStep[] {
  const steps = allStepsOf(golden)
  return golden.name === keepsCommonSteps ? steps : steps.filter((step) => !isCommon(step))
}

/** The SQL that every case would have alike. */
export function commonStepsOf(golden: GoldenCase): readonly CompiledStep[] {
  return allStepsOf(golden).filter(isCommon)
}

function allStepsOf(golden: GoldenCase): readonly CompiledStep[] {
  const planned = planProject(configOf(golden.settings), golden.groups)
  const columns = columnsBefore(golden.catalogue ? catalogueOf(golden) : undefined, dialect)
  return compile(planned, output, columns, dialect)
}

function isCommon({ step }: CompiledStep): boolean {
  return step.name === 'setup' || step.name === 'ledger'
}

/** Every file a case has, as paths below its folder; case.yaml is there where it is needed. */
export function filesOf(golden: GoldenCase): readonly string[] {
  return [
    'definition.yaml',
    'events.csv',
    'plan.json',
    ...golden.groups.map((group) => attributesFile(golden, group)),
    ...stepsOf(golden).map(({ file }) => `duckdb/${file}`),
  ].sort()
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
export function expectedAttributes(
  golden: GoldenCase,
  group: AttributeGroup,
): ReadonlyMap<string, Attributes> {
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
