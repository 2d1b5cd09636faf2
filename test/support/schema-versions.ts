/** Schemas whose values stand in a column for each version, as older loaders made them: one, several, or beside a newer one. */
import type { ColumnType, TableColumns } from '../../src/column-type.ts'
import { tableKey } from '../../src/compile/index.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import type { Engine } from './engine.ts'
import { runOn } from './run-on.ts'
import { groupOf } from './small.ts'
import type { Layout } from './vocabulary.ts'

/** Of each schema, an event and an entity, the columns' versions, oldest first; only the last has the field colour. */
const schemas = { single: ['1_0_0'], several: ['1_0_0', '1_0_1'], beside: ['1_0_0', '1'] } as const
const names = Object.entries(schemas)

export const catalogues = [
  'without a catalogue',
  'with a catalogue',
  'with one from before the columns',
] as const

const atomic = {
  event_id: 'text',
  domain_userid: 'text',
  derived_tstamp: 'timestamp',
  collector_tstamp: 'timestamp',
  load_tstamp: 'timestamp',
} as const

function columnsIn(layout: Layout): TableColumns {
  const versions = names.flatMap(([name, of]) =>
    of.map((version, nth) => [name, version, nth === of.length - 1] as const),
  )
  const typed = versions.flatMap(([name, version, isLast]): readonly (readonly [string, ColumnType])[] => {
    const whole: ColumnType = { struct: { unit_price: 'double', ...(isLast ? { colour: 'text' } : {}) } }
    return [
      [`unstruct_event_com_acme_${name}_${version}`, layout === 'json' ? 'json' : whole],
      [`contexts_com_acme_${name}_${version}`, layout === 'json' ? 'json' : { list: whole }],
    ]
  })
  return { ...atomic, ...Object.fromEntries(typed) }
}

/** A row for each version of each schema, with an event and an entity in its columns. */
const rows: readonly EventRow[] = names.flatMap(([name, of]) =>
  of.map((version, nth): EventRow => {
    const at = `2024-03-0${nth + 1}T00:00:00.000000Z`
    const colour = nth === of.length - 1 ? { colour: name } : {}
    return {
      event_id: `${name} ${version}`,
      domain_userid: 'ann',
      derived_tstamp: at,
      collector_tstamp: at,
      load_tstamp: at,
      [`unstruct_event_com_acme_${name}_${version}`]: { unitPrice: nth + 1, ...colour },
      [`contexts_com_acme_${name}_${version}`]: [{ unitPrice: 10 * (nth + 1), ...colour }],
    }
  }),
)

const properties = names.flatMap(([name]) => [
  { name: `${name}_event`, of: `event:com.acme/${name}/1` },
  { name: `${name}_entity`, of: `entity:com.acme/${name}/1` },
])
const group: AttributeGroup = groupOf(
  properties.flatMap(({ name, of }) => [
    { name, type: 'double', aggregation: 'sum', events: [], property: `${of}#unitPrice` },
    { name: `${name}_colour`, type: 'string', aggregation: 'last', events: [], property: `${of}#colour` },
  ]),
)

/** What every column together makes. */
export const allVersions = Object.fromEntries(
  names.flatMap(([name, { length }]) =>
    (['event', 'entity'] as const).flatMap((kind) => [
      [`${name}_${kind}`, (length === 1 ? 1 : 3) * (kind === 'event' ? 1 : 10)],
      [`${name}_${kind}_colour`, name],
    ]),
  ),
)

/** What a run makes of them. */
export async function readVersions(
  engine: Engine,
  layout: Layout,
  how: (typeof catalogues)[number],
): Promise<unknown> {
  const database = await engine.open()
  try {
    const columns = columnsIn(layout)
    await database.createEvents(columns)
    await database.insertEvents(columns, rows)
    const known = {
      'with a catalogue': await database.describeEvents(),
      'with one from before the columns': atomic,
    }
    const tables =
      how === 'without a catalogue' ? undefined : { [tableKey(database.names.events)]: known[how] }
    const report = await runOn({ ...database, dialect: engine.dialect }, [group], {
      asOf: '2024-03-10T00:00:00.000000Z',
      source: { properties: layout },
      ...(tables === undefined ? {} : { catalogue: { tables } }),
    })
    if (report.exit_code !== 0) return report
    return (await database.readAttributes(group)).get('ann')
  } finally {
    await database.close()
  }
}
