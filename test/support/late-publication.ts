/** A publication that a warehouse executes after its process has died, and after another run has published. */
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import type { BoundStatement, Warehouse } from '../../src/warehouse.ts'
import { evaluate } from '../oracle/index.ts'
import { Crash } from './crashing.ts'
import { difference } from './difference.ts'
import type { Engine } from './engine.ts'
import { runOn } from './run-on.ts'
import { columns, early, firstAsOf, later, secondAsOf } from './shop-history.ts'
import { groupOf, pageViews } from './small.ts'

const views = groupOf([pageViews, { ...pageViews, name: 'week', period: 'P7D' }])
const since = {
  name: 'days_since',
  type: 'double',
  aggregation: 'time_since_last',
  events: [],
  time_unit: 'd',
}
const thirdAsOf = '2024-03-09T00:00:00.000000Z'

/** After the run that dies: a new key, and one of those that it would have written counts more. */
const last = [
  ...later.slice(0, 1).map((row) => ({ ...row, event_id: 'g', load_tstamp: '2024-03-05T10:00:00.000000Z' })),
  ...later.slice(2).map((row) => ({
    ...row,
    event_id: 'h',
    event_name: 'page_view',
    domain_userid: 'dee',
    load_tstamp: '2024-03-05T10:00:00.000000Z',
  })),
] as readonly EventRow[]

export const publications: readonly (readonly [string, AttributeGroup, 'first' | 'later'])[] = [
  ['the first one', views, 'first'],
  ['one of touched keys', views, 'later'],
  ['one of all keys', groupOf([pageViews, since]), 'later'],
]

/** What is wrong with the table after the publication has come too late, and with the run after that. */
export async function afterLatePublication(
  engine: Engine,
  group: AttributeGroup,
  which: 'first' | 'later',
): Promise<readonly string[]> {
  const database = await engine.open()
  const events: EventRow[] = []
  const add = async (rows: readonly EventRow[]): Promise<void> => {
    events.push(...rows)
    await database.insertEvents(columns, rows)
  }
  const runs = async (asOf: string, warehouse = database.warehouse): Promise<void> => {
    await runOn({ ...database, warehouse, dialect: engine.dialect }, [group], {
      asOf,
      isGone: () => true,
    })
  }
  const differences = async (when: string, asOf: string): Promise<readonly string[]> =>
    difference(await database.readAttributes(group), evaluate(group, events, { asOf })).map(
      (found) => `${when}: ${found}`,
    )
  try {
    await database.createEvents(columns)
    await add(early)
    if (which === 'later') await runs(firstAsOf)
    await add(later)
    const queue: BoundStatement[] = []
    await runs(secondAsOf, queueing(database.warehouse, queue)).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error
    })
    const [late] = queue
    if (late === undefined) return ['no publication was sent']
    await add(last)
    await runs(thirdAsOf)
    const before = await differences('before', thirdAsOf)
    const written = await database.warehouse.execute(late)
    return [
      ...before,
      ...(written === 0 ? [] : [`${written} rows were written too late`]),
      ...(await differences('after', thirdAsOf)),
    ]
  } finally {
    await database.close()
  }
}

/** A warehouse whose process dies as it has sent its publication, which waits in a queue. */
function queueing(warehouse: Warehouse, queue: BoundStatement[]): Warehouse {
  const survive = (): void => {
    if (queue.length > 0) throw new Crash('died')
  }
  return {
    ...warehouse,
    execute: async (statement) => {
      if (statement.label?.step === 'publish' && statement.label.name === 'write') queue.push(statement)
      survive()
      return await warehouse.execute(statement)
    },
    query: async (statement) => {
      survive()
      return await warehouse.query(statement)
    },
  }
}
