import type { Dialect } from '../dialect.ts'
import type { GroupPlan } from '../plan/index.ts'
import type { Select, Statement, TableRef } from '../sql/index.ts'
import {
  aggregate,
  and,
  binary,
  boolean,
  caseWhen,
  coalesce,
  column,
  count,
  cte,
  equal,
  exists,
  isNotNull,
  isNull,
  nullOf,
  parameter,
  same,
  select,
  timeParameter,
} from '../sql/index.ts'
import { attributeColumns } from './attribute-columns.ts'
import { attributeSqlType } from './finalize.ts'
import type { GroupTables } from './layout.ts'
import { ofLiveSegments } from './live.ts'
import type { PreviousTable } from './reshape.ts'
import { altered, remade } from './reshape.ts'
import { valueStatesOf } from './state-rows.ts'
import type { Step } from './step.ts'
import { named } from './step.ts'
import { isTouched, touchedKeys } from './touched.ts'
import { valuesOfKeys } from './values.ts'

/**
 * The step that writes the rows of keys whose values can have changed, in one statement that writes nothing once
 * another run has changed the group's row of the ledger.
 */
export function publishStep(
  plan: GroupPlan,
  tables: GroupTables,
  ledger: TableRef,
  dialect: Dialect,
  previous?: PreviousTable,
): Step {
  const { attributes } = tables
  const usesValues = valueStatesOf(plan.states, dialect).length > 0
  const write = named('write', {
    kind: 'merge',
    into: attributes,
    key: plan.key.column,
    columns: attributeColumns(plan).map(({ name }) => name),
    query: changedRows(plan, tables, ledger, dialect, previous),
    gone: isNull(column('updated_at', 'n')),
  })
  const together = (statements: Step['statements']): Step['statements'] => [
    named('begin', { kind: 'begin' }),
    ...statements,
    write,
    named('commit', { kind: 'commit' }),
  ]
  const writing = (): Step['statements'] => {
    if (previous === undefined) return [write]
    if (dialect.reshaping === 'remake') return together(remade(plan, tables, previous))
    const columns = altered(plan, tables, previous)
    if (!previous.adopting) return [...columns, write]
    return [...columns, ...together([named('clear', { kind: 'delete', from: attributes })])]
  }
  return {
    name: 'publish',
    group: plan.id,
    purpose: `Writes the attributes of the keys of ${plan.id} that new segments or the edges of windows have touched, made of the live segments, and deletes keys that are gone; updated_at moves only where values changed. Writes nothing once another run has changed the ledger.`,
    reads: [
      tables.aggregates.name,
      ...(usesValues ? [tables.valueAggregates.name] : []),
      attributes.name,
      ledger.name,
    ],
    writes: [attributes.name],
    statements: [...writing(), named('count', countStatement(attributes))],
  }
}

/** How many keys the table has, how many of them changed with this publication, and since when one has not. */
function countStatement(from: TableRef): Statement {
  const updated = column('updated_at')
  return {
    kind: 'query',
    query: select({
      columns: [
        { expr: count(), as: 'key_count' },
        { expr: count(binary('>=', updated, timeParameter('published_since'))), as: 'changed_count' },
        { expr: aggregate('min', updated), as: 'oldest_update' },
      ],
      from,
    }),
  }
}

/** The values of touched keys beside those of the table: as_of, and updated_at of the last change, null for keys that are gone. */
function changedRows(
  plan: GroupPlan,
  tables: GroupTables,
  ledger: TableRef,
  dialect: Dialect,
  previous: PreviousTable | undefined,
): Select {
  const { functions } = dialect
  const key = plan.key.column
  const source = {
    aggregates: tables.aggregates,
    valueAggregates: tables.valueAggregates,
    live: and(ofLiveSegments(dialect), isTouched('key')),
  }
  const { with: before = [], ...values } = valuesOfKeys(plan, source, dialect)
  const isComparable = (name: string): boolean => previous?.comparable.has(name) !== false
  const tracked = plan.attributes.filter((attribute) => attribute.tracked)
  const unchanged = tracked.map(({ name, type }) =>
    isComparable(name)
      ? functions.same(column(name, 'n'), column(name, 'p'), attributeSqlType(type))
      : boolean(false),
  )
  const compared = tracked.filter(({ name }) => isComparable(name)).map(({ name }) => name)
  const stays = and(
    isNotNull(column(key, 'p')),
    binary('>=', column('updated_at', 'p'), timeParameter('renew_before')),
    ...unchanged,
  )
  return select({
    with: [
      touchedKeys(plan, tables, dialect),
      ...before,
      { name: 'new_values', query: values },
      {
        name: 'published_values',
        query: select({
          columns: same([key, ...compared, 'updated_at']),
          from: tables.attributes,
          where: isTouched(key),
        }),
      },
    ],
    columns: [
      { expr: coalesce(column(key, 'n'), column(key, 'p')), as: key },
      ...same(
        plan.attributes.map(({ name }) => name),
        'n',
      ),
      { expr: timeParameter('as_of'), as: 'as_of' },
      {
        expr: caseWhen(
          [
            [isNull(column(key, 'n')), nullOf('timestamp')],
            [stays, column('updated_at', 'p')],
          ],
          functions.now(),
        ),
        as: 'updated_at',
      },
    ],
    from: cte('new_values'),
    as: 'n',
    fullJoin: { to: cte('published_values'), as: 'p', on: equal(column(key, 'p'), column(key, 'n')) },
    where: exists(
      select({
        columns: same(['version']),
        from: ledger,
        where: and(
          equal(column('group_name'), parameter('group_name')),
          equal(column('version'), parameter('expected_version', 'int64')),
        ),
      }),
    ),
  })
}
