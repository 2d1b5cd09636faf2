import { dialects } from '../../dialects/index.ts'
import type { WarehouseTypes } from '../../src/cli/line/context.ts'
import {
  type Catalogue,
  type CompiledStep,
  columnsBefore,
  compile,
  planProject,
  tableKey,
} from '../../src/compile/index.ts'
import type { AttributeGroup } from '../../src/definition/index.ts'
import type { EventRow } from '../../src/demo/event.ts'
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

/** The dialects whose SQL each case has, in a folder each. */
export const dialectNames: readonly string[] = Object.keys(dialects)

/** The SQL in a dialect's folder. */
export function stepsOf(golden: GoldenCase, dialect: string): readonly CompiledStep[] {
  const steps = allStepsOf(golden, dialect)
  return golden.name === keepsCommonSteps ? steps : steps.filter((step) => !isCommon(step))
}

/** The SQL that every case would have alike. */
export function commonStepsOf(golden: GoldenCase, dialect: string): readonly CompiledStep[] {
  return allStepsOf(golden, dialect).filter(isCommon)
}

function allStepsOf(golden: GoldenCase, name: string): readonly CompiledStep[] {
  const types: WarehouseTypes = dialects
  const dialect = types[name]?.dialect
  if (dialect === undefined) throw new Error(`there is no dialect ${name}`)
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
    ...dialectNames.flatMap((name) => stepsOf(golden, name).map(({ file }) => `${name}/${file}`)),
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
  const asOf = golden.asOf.at(-1) ?? ''
  return attributesOfRows(golden, group, rowsVisibleAt(golden, asOf), asOf)
}

/** What they are of some rows, with the case's settings. */
export function attributesOfRows(
  { settings }: GoldenCase,
  group: AttributeGroup,
  rows: readonly EventRow[],
  asOf: string,
): ReadonlyMap<string, Attributes> {
  return evaluate(group, rows, {
    asOf,
    start: settings.source?.start,
    appIds: settings.source?.app_ids,
    dedupeDays: settings.run?.dedupe_days,
    lagMinutes: settings.run?.lag_minutes,
    includeCurrentDay: settings.run?.include_current_day,
  })
}
