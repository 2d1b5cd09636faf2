import { atomicColumns } from '../atomic.ts'
import { show } from '../document/show.ts'
import type { Aggregation, DatePart, LeafProperty, Property } from '../model.ts'
import type { AttributeShape } from '../schema/index.ts'
import type { Report } from './report.ts'

/** Of these the value itself is no value of the property: how many, or which with their counts. */
const counts: ReadonlySet<Aggregation> = new Set(['counter', 'approx_count_distinct', 'category_count'])
const ofNumbers: ReadonlySet<Aggregation> = new Set(['sum', 'mean'])
const calculates: ReadonlySet<Aggregation> = new Set(['sum', 'min', 'max', 'mean'])

/** What an attribute's type makes of what it reads: warned of where Signals refuses or misreads it. */
export function checkValue({ aggregation, type, property }: AttributeShape, report: Report): void {
  const isOfTime = aggregation === 'time_since_last' || aggregation === 'time_since_first'
  if (isOfTime && type !== 'float' && type !== 'double') {
    report.warn(['type'], {
      message: `is no type that Signals takes for ${aggregation}`,
      found: show(type),
      expected: 'double or float',
    })
  }
  if (property === undefined || property.type === 'calculated' || property.date_part === undefined) return
  const part = property.date_part
  const what = part.startsWith('active_') ? 'a day as text' : 'a number'
  const path = ['property', 'date_part']
  if (!counts.has(aggregation) && isNever(part, aggregation, type.replace(/_list$/, ''))) {
    report.error(path, {
      message: `${part} is ${what}, of which ${ofNumbers.has(aggregation) ? aggregation : type} makes nothing: the value would always be null`,
      fix: `a type of ${what === 'a number' ? 'numbers or text' : 'text'} holds it, with an aggregation like last`,
    })
  } else if (calculates.has(aggregation)) {
    report.warn(path, { message: `${part} is ${what}: Signals does not take it for ${aggregation}` })
  } else if (what === 'a number' && /timestamp/.test(type)) {
    report.warn(path, { message: `${part} is ${what}, which ${type} takes for seconds since 1970` })
  }
}

/** Whether no value of a date part is one of a type. */
function isNever(part: DatePart, aggregation: Aggregation, type: string): boolean {
  if (type === 'bool' || type === 'dict') return true
  if (!part.startsWith('active_')) return false
  return ofNumbers.has(aggregation) || ['int32', 'int64', 'float', 'double'].includes(type)
}

/** Numbers are calculated of text that looks like one: of a column of text that is rarely meant. */
export function checkCalculated(property: Property, report: Report): void {
  if (property.type !== 'calculated') return
  const { operation, properties } = property
  if (operation === 'concat' || operation === 'coalesce') return
  for (const [index, leaf] of properties.entries()) {
    if (!isText(leaf)) continue
    report.warn(['properties', index], {
      message: `is text, and ${operation} is null wherever that is no number`,
      found: show(leaf.type === 'atomic' ? leaf.name : leaf.path),
      fix: 'take a column of numbers, or leave it out',
    })
  }
}

function isText(leaf: LeafProperty): boolean {
  if (leaf.date_part !== undefined) return leaf.date_part.startsWith('active_')
  return leaf.type === 'atomic' && atomicColumns[leaf.name] === 'text'
}
