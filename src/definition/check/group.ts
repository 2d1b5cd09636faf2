import { isAtomicColumn } from '../atomic.ts'
import { didYouMean } from '../document/closest.ts'
import { show } from '../document/show.ts'
import type { AttributeKey } from '../model.ts'
import { noAtomicColumn } from '../property-text.ts'
import type { GroupShape } from '../schema/index.ts'
import { checkAttribute } from './attribute.ts'
import { checkProperty } from './property.ts'
import { type Report, within } from './report.ts'

/** Columns that every attributes table has beside the key and the attributes. */
const fixedColumns: readonly string[] = ['as_of', 'updated_at']

/** The rules of a group: each attribute's own, and those between its parts. */
export function checkGroup(group: GroupShape, key: AttributeKey | undefined, report: Report): void {
  if (!report.broken(['attributes']) && group.attributes.length === 0 && group.fields.length === 0) {
    report.error([], {
      message: 'has neither attributes nor fields',
      fix: 'list attributes to compute, or the fields of a table computed elsewhere',
    })
  }
  if (key !== undefined) checkKey(group, key, report)
  checkNames(group, key, report)
  if (report.lost(['attributes'])) return
  for (const [index, attribute] of group.attributes.entries()) {
    const path = ['attributes', index]
    if (!report.lost(path)) checkAttribute(attribute, within(report, path))
  }
  checkChanges(group, report)
}

function checkKey(group: GroupShape, key: AttributeKey, report: Report): void {
  const { property } = group.attribute_key
  if (property === undefined) {
    // the key of a table computed elsewhere is a column there, not one of the events
    if (group.attributes.length === 0 || isAtomicColumn(key.key)) return
    const { problem, fix = 'say where its values come from: attribute_key: {name: …, property: …}' } =
      noAtomicColumn(key.key)
    report.error(['attribute_key'], { message: `the key ${problem}`, found: show(key.key), fix })
    return
  }
  checkProperty(property, within(report, ['attribute_key', 'property']))
  if (property.date_part === undefined) return
  report.error(['attribute_key', 'property', 'date_part'], {
    message: 'cannot stand on a key',
    fix: 'leave it out',
  })
}

function checkNames(group: GroupShape, key: AttributeKey | undefined, report: Report): void {
  for (const part of ['attributes', 'fields'] as const) {
    if (report.lost([part])) continue
    const seen = new Map<string, number>()
    for (const [index, item] of group[part].entries()) {
      const path = [part, index, 'name']
      if (report.broken(path)) continue
      const { name } = item
      const folded = name.toLowerCase()
      const first = seen.get(folded)
      if (first !== undefined) {
        report.error(path, {
          message: `is the name of ${part}[${first}] too; case does not tell columns apart`,
          found: show(name),
        })
      }
      seen.set(folded, first ?? index)
      if (part === 'attributes') checkReserved(name, key, within(report, path))
    }
  }
}

function checkReserved(name: string, key: AttributeKey | undefined, report: Report): void {
  const folded = name.toLowerCase()
  if (fixedColumns.includes(folded)) {
    report.error([], {
      message: `is a column of every attributes table`,
      found: show(name),
      fix: 'give the attribute another name',
    })
  } else if (key !== undefined && folded === key.key.toLowerCase()) {
    report.error([], {
      message: `is the name of the key's column`,
      found: show(name),
      fix: 'give the attribute another name',
    })
  }
}

function checkChanges(group: GroupShape, report: Report): void {
  if (report.broken(['changes'])) return
  const { ignore } = group.changes
  const named = group.attributes.filter((_, index) => !report.broken(['attributes', index, 'name']))
  const names = named.map(({ name }) => name)
  for (const [index, ignored] of ignore.entries()) {
    // an attribute whose name could not be read may be the one that is meant
    if (names.includes(ignored) || named.length < group.attributes.length) continue
    const fix = didYouMean(ignored, names)
    const finding = { message: 'is no attribute of this group', found: show(ignored) }
    report.error(['changes', 'ignore', index], fix === undefined ? finding : { ...finding, fix })
  }
  for (const { name, aggregation } of named) {
    if (!String(aggregation).startsWith('time_since_') || ignore.includes(name)) continue
    report.warn(['attributes', group.attributes.findIndex((attribute) => attribute.name === name)], {
      message: `${name} grows with the clock, so every publication changes every row's updated_at`,
      fix: `add it to changes: {ignore: [${name}]} unless that is wanted`,
    })
  }
}
