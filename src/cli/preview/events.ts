import { type CompiledStatement, compileStatement } from '../../compile/index.ts'
import { fail, SbeError } from '../../errors.ts'
import { later, lookAtSources } from '../../run/index.ts'
import type { Select } from '../../sql/index.ts'
import {
  type ParameterName,
  type PlannedGroup,
  previewQuery,
  sampleKeysQuery,
  stagesOf,
} from '../../steps/index.ts'
import { firstLoadQuery } from '../../steps/window-events.ts'
import type { BoundStatement, Row, Warehouse } from '../../warehouse.ts'
import type { Context } from '../line/context.ts'
import { type Project, readCatalogue } from '../project/project.ts'
import { warehouseNow } from '../project/project-status.ts'
import { timeText } from '../screen/figures.ts'
import type { Preview, Wanted } from './preview.ts'

/** What a run would make now of all events of some keys. */
export async function ofEvents(
  context: Context,
  project: Project,
  warehouse: Warehouse,
  group: PlannedGroup,
  { keys, limit }: Wanted,
): Promise<Preview> {
  const { dialect } = project.type
  const { plan, source } = group
  const [stage] = stagesOf([group])
  if (stage === undefined) fail({ code: 'bug', message: `${plan.id} has no stage` })
  const catalogue = await readCatalogue(project, context)
  const sources = await lookAtSources(warehouse, [group], catalogue, dialect)
  const refused = sources.refused.get(plan.id)
  if (refused !== undefined) throw new SbeError(refused)
  for (const warning of sources.warnings) context.terminal.warn(warning)
  const columns = sources.columns(stage)
  const query = (name: string, select: Select, values: Parameters): Promise<readonly Row[]> => {
    const statement = compileStatement({ name, statement: { kind: 'query', query: select } }, dialect)
    return warehouse.query(bound(statement, values))
  }

  const hi = await warehouseNow(project, warehouse)
  const [loads] = await query('first_load', firstLoadQuery(stage, columns, dialect), { hi })
  const times = [loads?.first_load, loads?.first_without_load].flatMap((time) =>
    typeof time === 'string' ? [time] : [],
  )
  const start = plan.backfillSince ?? source.start ?? times.sort()[0]
  if (start === undefined) return { rows: [], from: 'not run yet, and the source has no events' }
  const since = later(start, -1, 'microseconds')
  const range = { since, lo: since, hi }
  const from = `not run yet: from the events loaded ${timeText(start)} to ${timeText(hi)}, all of their history`
  const some = keys.length > 0 ? keys : await sampleKeys()
  if (some.length === 0) return { rows: [], from }
  return {
    rows: await query('preview', previewQuery(plan, some, stage, columns, dialect), { ...range, as_of: hi }),
    from,
  }

  async function sampleKeys(): Promise<readonly string[]> {
    if (stage === undefined) return []
    const rows = await query('sample_keys', sampleKeysQuery(plan, limit, stage, columns, dialect), range)
    return rows.map(({ key }) => String(key))
  }
}

type Parameters = Readonly<Partial<Record<ParameterName, string>>>

/** With the values it names: one of no window does not name as_of. */
function bound({ text, parameters }: CompiledStatement, values: Parameters): BoundStatement {
  return { text, parameters: Object.fromEntries(parameters.map((name) => [name, values[name] ?? ''])) }
}
