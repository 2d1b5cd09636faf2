import { type Aggregation, type AttributeType, listTypes, scalarTypes } from '../model.ts'

const numbers = ['int32', 'int64', 'double', 'float', 'string'] as const

interface Rule {
  readonly types: readonly AttributeType[]
  /** Whether it reads a property or only the events themselves. */
  readonly property: boolean
  readonly timeUnit: boolean
}

const ofProperty = (types: readonly AttributeType[]): Rule => ({ types, property: true, timeUnit: false })
const sinceEvent: Rule = { types: numbers, property: false, timeUnit: true }

/** What each aggregation needs, and the types its value may have. */
export const aggregationRules = {
  counter: { types: numbers, property: false, timeUnit: false },
  sum: ofProperty(numbers),
  mean: ofProperty(numbers),
  min: ofProperty(scalarTypes),
  max: ofProperty(scalarTypes),
  first: ofProperty([...scalarTypes, 'dict']),
  last: ofProperty([...scalarTypes, 'dict']),
  most_frequent: ofProperty([...scalarTypes, 'dict']),
  least_frequent: ofProperty([...scalarTypes, 'dict']),
  unique_list: ofProperty(listTypes),
  category_count: ofProperty(['dict']),
  approx_count_distinct: ofProperty(numbers),
  time_since_last: sinceEvent,
  time_since_first: sinceEvent,
} satisfies Record<Aggregation, Rule> as Readonly<Record<Aggregation, Rule>>
