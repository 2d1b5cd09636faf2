import { isTimestampColumn } from '../atomic.ts'
import { show } from '../document/show.ts'
import type { LeafProperty, Property } from '../model.ts'
import { type Report, within } from './report.ts'
import { checkCalculated } from './value.ts'

/** The rules between the fields of a property. */
export function checkProperty(property: Property, report: Report): void {
  if (property.type !== 'calculated') {
    checkLeaf(property, report)
    return
  }
  const { operation, properties, separator } = property
  if (operation !== 'coalesce' && properties.length < 2) {
    report.error(['properties'], {
      message: `${operation} needs two properties or more`,
      found: show(properties),
    })
  }
  if (separator !== undefined && operation !== 'concat') {
    report.error(['separator'], {
      message: `has no meaning for ${operation}, only for concat`,
      fix: 'leave it out',
    })
  }
  checkCalculated(property, report)
  for (const [index, leaf] of properties.entries()) checkLeaf(leaf, within(report, ['properties', index]))
}

function checkLeaf(leaf: LeafProperty, report: Report): void {
  if (leaf.type !== 'atomic' || leaf.date_part === undefined || isTimestampColumn(leaf.name)) return
  report.error(['date_part'], {
    message: `is for timestamps, and ${leaf.name} is none`,
    found: show(leaf.date_part),
    expected: 'an atomic *_tstamp column, or a date of an event or entity',
  })
}
