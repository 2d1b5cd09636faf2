import type { AttributeGroup } from '../../src/definition/model.ts'
import type { Attributes } from '../oracle/index.ts'
import { difference } from '../support/difference.ts'

type Table = ReadonlyMap<string, Attributes>

/** Keys whose values, but for those that a group says don't matter, are not what they were. */
export function changedKeys(
  group: AttributeGroup,
  before: Table | undefined,
  after: Table,
): readonly string[] {
  const tracked = ({ ...values }: Attributes): Attributes => {
    const names = Object.keys(values).filter((name) => !group.changes.ignore.includes(name))
    return Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
  }
  return [...after].flatMap(([key, values]) => {
    const was = before?.get(key)
    const [left, right] = [new Map([[key, tracked(values)]]), new Map(was && [[key, tracked(was)]])]
    return difference(left, right).length === 0 ? [] : [key]
  })
}
