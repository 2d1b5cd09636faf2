import { convert } from '../convert.ts'
import { show } from '../document/show.ts'
import type { AttributeShape } from '../schema/index.ts'
import { aggregationRules } from './aggregation.ts'
import { checkCriterion } from './criterion.ts'
import { checkProperty } from './property.ts'
import { type Report, within } from './report.ts'
import { checkValue } from './value.ts'

/** The rules between the fields of one attribute. */
export function checkAttribute(attribute: AttributeShape, report: Report): void {
  if (!report.broken(['aggregation'])) {
    checkAggregation(attribute, report)
    const isRead = !report.broken(['type']) && !report.broken(['property'])
    if (isRead && aggregationRules[attribute.aggregation].types.includes(attribute.type))
      checkValue(attribute, report)
  }
  checkDefault(attribute, report)
  if (attribute.period !== undefined && attribute.ttl !== undefined) {
    report.error(['ttl'], {
      message: 'cannot stand beside period: an attribute with a window is never stale',
      fix: 'leave out ttl or period',
    })
  }
  if (attribute.property !== undefined && !report.broken(['property'])) {
    checkProperty(attribute.property, within(report, ['property']))
  }
  if (!report.lost(['events'])) {
    for (const [index, event] of attribute.events.entries()) {
      if (!report.broken(['events', index])) checkEvent(event, within(report, ['events', index]))
    }
  }
  for (const side of ['all', 'any'] as const) {
    if (report.lost(['criteria', side])) continue
    for (const [index, criterion] of (attribute.criteria?.[side] ?? []).entries()) {
      const path = ['criteria', side, index]
      if (!report.lost(path)) checkCriterion(criterion, within(report, path))
    }
  }
}

function checkAggregation(attribute: AttributeShape, report: Report): void {
  const { aggregation, type } = attribute
  const rule = aggregationRules[aggregation]
  if (!report.broken(['type']) && !rule.types.includes(type)) {
    report.error(['type'], {
      message: `is no type for ${aggregation}`,
      found: show(type),
      expected: rule.types.length === 1 ? String(rule.types[0]) : `one of ${rule.types.join(', ')}`,
    })
  }
  if (rule.property && attribute.property === undefined && !report.broken(['property'])) {
    report.error(['property'], {
      message: `is missing: ${aggregation} reads a property`,
      expected: 'a property like page_url',
    })
  }
  if (!rule.property && attribute.property !== undefined) {
    report.error(['property'], {
      message: `has no meaning for ${aggregation}, which looks at events only`,
      fix: 'leave it out; a criterion with "is not null" keeps the events that have it',
    })
  }
  if (rule.timeUnit && attribute.time_unit === undefined && !report.broken(['time_unit'])) {
    report.error(['time_unit'], {
      message: `is missing: ${aggregation} is a number of units`,
      expected: 'one of s, min, h, d',
    })
  }
  if (!rule.timeUnit && attribute.time_unit !== undefined) {
    report.error(['time_unit'], { message: `has no meaning for ${aggregation}`, fix: 'leave it out' })
  }
}

function checkDefault(attribute: AttributeShape, report: Report): void {
  const { default_value: value, type } = attribute
  if (value === undefined || report.broken(['default_value']) || report.broken(['type'])) return
  if (convert(value, type) !== undefined) return
  const expected =
    type === 'dict'
      ? 'a mapping, or JSON of one'
      : type.endsWith('_list')
        ? `a list, as ${type} calls for`
        : `a value of type ${type}`
  report.error(['default_value'], { message: `does not fit the type ${type}`, found: show(value), expected })
}

function checkEvent(event: AttributeShape['events'][number], report: Report): void {
  const { event_specification_id: id, name, vendor, version } = event
  if (id === undefined || [name, vendor, version].every((field) => field === undefined)) return
  report.error([], {
    message: 'has an event_specification_id beside name, vendor or version',
    fix: 'keep one of the two: a specification names its event itself',
  })
}
