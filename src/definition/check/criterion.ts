import { isTimestampColumn } from '../atomic.ts'
import { show } from '../document/show.ts'
import type { Property, Scalar } from '../model.ts'
import type { CriterionShape } from '../schema/index.ts'
import { parseTimestamp } from '../timestamp.ts'
import { checkProperty } from './property.ts'
import { type Report, within } from './report.ts'

/** The rules between the property, the operator and the value of a criterion. */
export function checkCriterion(criterion: CriterionShape, report: Report): void {
  const { property, value } = criterion
  if (!report.broken(['property'])) checkProperty(property, within(report, ['property']))
  if (report.broken(['operator']) || report.broken(['value'])) return
  checkValue(criterion, report)
  if (report.broken(['property']) || !comparesTimestamps(property) || criterion.operator === 'like') return
  for (const one of Array.isArray(value) ? value : [value]) checkTimestamp(one, property, report)
}

/** Whether text is compared as an instant: an atomic *_tstamp column as it is. */
export function comparesTimestamps(property: Property): boolean {
  return property.type === 'atomic' && property.date_part === undefined && isTimestampColumn(property.name)
}

function checkValue({ operator, value }: CriterionShape, report: Report): void {
  const found = show(value)
  if (operator === 'is null' || operator === 'is not null') {
    if (value !== undefined)
      report.error(['value'], { message: `"${operator}" takes no value`, found, fix: 'leave it out' })
    return
  }
  if (value === undefined) {
    report.error(['value'], {
      message: `is missing: "${operator}" compares with one`,
      fix: 'to look for nulls, use "is null" or "is not null"',
    })
  } else if (operator === 'in') {
    if (!Array.isArray(value) || value.length === 0) {
      report.error(['value'], { message: '"in" takes a list with at least one value', found })
    } else if (new Set(value.map(kindOf)).size > 1) {
      report.error(['value'], {
        message: '"in" takes values of one type',
        found,
        expected: 'all text, all numbers, or all true and false',
      })
    }
  } else if (Array.isArray(value)) {
    report.error(['value'], { message: `"${operator}" takes one value`, found, fix: 'for a list use "in"' })
  } else if (operator === 'like' && typeof value !== 'string') {
    report.error(['value'], {
      message: '"like" takes a text pattern',
      found,
      fix: `quote it: "${String(value)}"`,
    })
  }
}

function kindOf(value: Scalar): string {
  return typeof value === 'bigint' ? 'number' : typeof value
}

function checkTimestamp(value: Scalar | undefined, property: Property, report: Report): void {
  const name = property.type === 'atomic' ? property.name : ''
  if (typeof value === 'string' && parseTimestamp(value) === undefined) {
    report.error(['value'], {
      message: `${name} is a timestamp, and the value is none`,
      found: show(value),
      expected: 'ISO 8601, as 2024-01-31 or 2024-01-31T09:30:00Z; without a zone it is UTC',
    })
  } else if (value !== undefined && typeof value !== 'string') {
    report.warn(['value'], {
      message: `${name} is a timestamp, which no number and no true or false ever equals`,
      found: show(value),
      expected: 'ISO 8601 in quotes',
    })
  }
}
