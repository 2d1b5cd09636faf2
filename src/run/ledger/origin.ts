import { type PathSegment, writePath } from '../../definition/property-path.ts'
import { canonical, stateFormat } from '../../plan/index.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import type { Origin } from './document.ts'

/** What a group's states are computed from, as the ledger keeps it. */
export function originOf({ plan, source }: PlannedGroup): Origin {
  const { database, schema, table } = source.table
  return {
    source: [database, schema, table].filter((name) => name !== undefined).join('.'),
    app_ids: [...source.app_ids].sort(),
    start: plan.backfillSince ?? source.start ?? null,
    key: canonical(plan.key.property),
    key_column: plan.key.column,
    state_format: stateFormat,
  }
}

/** Whether both read the same rows, as far as their starts allow. */
export function isSameSource(one: Origin, other: Origin): boolean {
  return one.source === other.source && one.app_ids.join('\n') === other.app_ids.join('\n')
}

/** A key as a person would look for it in the table: `domain_userid`, `visitor: contexts_com_acme_user_1[0].id`. */
export function keyText({ key, key_column: name }: Pick<Origin, 'key' | 'key_column'>): string {
  const { column, index, path = [] } = JSON.parse(key) as KeyLeaf // what originOf has written
  const place = `${column}${index === undefined ? '' : `[${index}]`}${path.length === 0 ? '' : `.${writePath(path)}`}`
  return place === name ? name : `${name}: ${place}`
}

interface KeyLeaf {
  readonly column: string
  readonly index?: number
  readonly path?: readonly PathSegment[]
}
