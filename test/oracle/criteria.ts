import type { Criteria, Criterion, Scalar } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { isList } from './json.ts'
import { isTimestamp, propertyText } from './property.ts'
import { like, textOf } from './text.ts'
import { compareRank, type Typed, typed } from './typed.ts'

export function meetsCriteria(criteria: Criteria | undefined, row: EventRow): boolean {
  if (criteria === undefined) return true
  const { all, any } = criteria
  return all.every((of) => isTrue(of, row)) && (any.length === 0 || any.some((of) => isTrue(of, row)))
}

function isTrue(criterion: Criterion, row: EventRow): boolean {
  const text = propertyText(criterion.property, row)
  const { operator, value } = criterion
  if (operator === 'is null') return text === null
  if (operator === 'is not null') return text !== null
  if (value === undefined) throw new Error(`${operator} needs a value`)
  if (operator === 'in') {
    if (!isList(value)) throw new Error('in needs a list')
    return value.some((one) => compare(criterion, text, one) === 0)
  }
  if (isList(value)) throw new Error(`${operator} needs one value`)
  if (operator === 'like') return text !== null && like(text, textOf(value) ?? '')
  const order = compare(criterion, text, value)
  switch (operator) {
    case '!=':
      return order !== 0
    case '=':
      return order === 0
    case '<':
      return order !== null && order < 0
    case '>':
      return order !== null && order > 0
    case '<=':
      return order !== null && order <= 0
    case '>=':
      return order !== null && order >= 0
  }
}

/** The order of the property and the value, both cast to the value's type; null when the property cannot be. */
function compare(criterion: Criterion, text: string | null, value: Scalar): number | null {
  const type = comparedAs(criterion, value)
  const left = text === null ? null : rankAs(type, text)
  const right = rankAs(type, textOf(value) ?? '')
  return left === null || right === null ? null : compareRank(left, right)
}

function comparedAs(criterion: Criterion, value: Scalar): 'double' | 'bool' | 'timestamp' | 'string' {
  if (typeof value === 'number' || typeof value === 'bigint') return 'double'
  if (typeof value === 'boolean') return 'bool'
  return isTimestamp(criterion.property) ? 'timestamp' : 'string'
}

function rankAs(type: 'double' | 'bool' | 'timestamp' | 'string', text: string): Typed['rank'] | null {
  return typed(type, text)?.rank ?? null
}
