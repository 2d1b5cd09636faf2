import fc, { type Arbitrary } from 'fast-check'
import type {
  Aggregation,
  Attribute,
  AttributeGroup,
  AttributeType,
  Criteria,
  Criterion,
  EventMatcher,
  Property,
  Scalar,
} from '../../src/definition/model.ts'
import { attributeKey, property } from './arbitrary-property.ts'
import { numberTexts, otherTexts, patterns, texts, timestamps } from './nasty.ts'
import type { Layout } from './vocabulary.ts'

const numbers = ['int32', 'int64', 'double', 'float', 'string'] as const
const scalars = [...numbers, 'bool', 'timestamp', 'unix_timestamp', 'bytes'] as const
const values = [...scalars, 'dict'] as const
const lists = [
  'string_list',
  'int32_list',
  'int64_list',
  'double_list',
  'float_list',
  'bool_list',
  'bytes_list',
  'unix_timestamp_list',
] as const

const typesOf: Readonly<Record<Aggregation, readonly AttributeType[]>> = {
  counter: numbers,
  sum: numbers,
  // a mean is a double, which says nothing certain of the last digits of an int64
  mean: ['int32', 'double', 'float', 'string'],
  approx_count_distinct: numbers,
  time_since_last: numbers,
  time_since_first: numbers,
  min: scalars,
  max: scalars,
  first: values,
  last: values,
  most_frequent: values,
  least_frequent: values,
  unique_list: lists,
  category_count: ['dict'],
}

const withoutProperty: ReadonlySet<Aggregation> = new Set(['counter', 'time_since_last', 'time_since_first'])

const defaults: Readonly<Record<AttributeType, readonly (Scalar | readonly Scalar[])[]>> = {
  string: ["O'Reilly {{ x }}", ''],
  bytes: ['é'],
  int32: [-1, 0, '15.0'],
  int64: [9007199254740993n, -1],
  double: [0.5, -1],
  float: [1e-7],
  bool: [false],
  timestamp: ['2020-01-01T00:00:00Z'],
  unix_timestamp: [0],
  dict: ['{"none":0}'],
  string_list: [[], ["O'Reilly", 'a']],
  bytes_list: [['é']],
  int32_list: [[1, 2]],
  int64_list: [[9007199254740993n]],
  double_list: [[0.5]],
  float_list: [[]],
  bool_list: [[true]],
  unix_timestamp_list: [[0]],
}

/** Names that are words of SQL, or of the tables an engine makes. */
const names = ['clicks', 'order', 'event_id', 'select', 'value', 'key', 'count', 'last_title'] as const

const matcher: Arbitrary<EventMatcher> = fc.oneof(
  fc.record(
    {
      name: fc.constantFrom('page_view', 'checkout_step'),
      vendor: fc.constantFrom('com.acme', 'com.snowplowanalytics.snowplow', "O'Reilly"),
      version: fc.constantFrom('1-0-0', '1-0-1'),
    },
    { requiredKeys: [] },
  ),
  fc.record({ event_specification_id: fc.constantFrom('spec-1', "spec'2") }),
)

/** Most events, or a few matchers. */
const matchers = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.array(matcher, { minLength: 1, maxLength: 3 }) },
)

/** Half of them as long as most events are old, so that a window is not always empty. */
const period = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constantFrom('P2D', 'P7D', 'P1W', 'P14D', 'PT24H', 'PT36H', 'PT100H') },
  { weight: 3, arbitrary: fc.constantFrom('P1D', 'PT1H', 'PT6H', 'PT30M', 'PT90M', 'P1DT1H', 'PT120S') },
)

function criterion(properties: Arbitrary<Property>): Arbitrary<Criterion> {
  return properties.chain((of) => {
    const isTimestamp = of.type === 'atomic' && of.name.endsWith('_tstamp') && of.date_part === undefined
    const text: Arbitrary<Scalar> = isTimestamp
      ? fc.constantFrom(...timestamps, '2024-03-01', '2024-03-01 02:00:00+02:00')
      : fc.constantFrom(...texts, ...numberTexts, ...otherTexts)
    const kinds: readonly Arbitrary<Scalar>[] = [
      text,
      fc.constantFrom<Scalar>(0, 1, 9, 2.5, -1, 100, 9007199254740993n),
      fc.boolean(),
    ]
    const operator = fc.constantFrom('=' as const, '!=', '<', '>', '<=', '>=')
    const one = kinds.map((value) => fc.record({ property: fc.constant(of), operator, value }))
    const some = kinds.map((value) =>
      fc.record({
        property: fc.constant(of),
        operator: fc.constant('in' as const),
        value: fc.array(value, { minLength: 1, maxLength: 4 }),
      }),
    )
    const like = fc.record({
      property: fc.constant(of),
      operator: fc.constant('like' as const),
      value: fc.constantFrom(...patterns),
    })
    const nulls = fc.record({
      property: fc.constant(of),
      operator: fc.constantFrom('is null' as const, 'is not null'),
    })
    return fc.oneof(...one, ...some, like, nulls)
  })
}

/** Few at a time: many together let nothing through. */
function criteria(properties: Arbitrary<Property>): Arbitrary<Criteria | undefined> {
  const one = criterion(properties)
  const none = fc.constant([])
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.record({ all: fc.array(one, { maxLength: 2 }), any: none }) },
    { weight: 2, arbitrary: fc.record({ all: none, any: fc.array(one, { maxLength: 3 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({ all: fc.array(one, { maxLength: 2 }), any: fc.array(one, { maxLength: 3 }) }),
    },
  )
}

function attribute(properties: Arbitrary<Property>): Arbitrary<Attribute> {
  // each aggregation is as likely as the others, whatever number of types it has
  const aggregation = fc.constantFrom(...(Object.keys(typesOf) as Aggregation[])) // its keys are typed so
  return aggregation
    .chain((of) => fc.tuple(fc.constant(of), fc.constantFrom(...typesOf[of])))
    .chain(([of, type]) =>
      fc.record({
        name: fc.constant(''),
        aggregation: fc.constant(of),
        type: fc.constant(type),
        events: matchers,
        property: withoutProperty.has(of) ? fc.constant(undefined) : properties,
        criteria: criteria(properties),
        period,
        default_value: fc.option(fc.constantFrom(...defaults[type]), { nil: undefined, freq: 1 }),
        time_unit: of.startsWith('time_since')
          ? fc.constantFrom('s' as const, 'min', 'h', 'd')
          : fc.constant(undefined),
        tags: fc.constant([]),
      }),
    )
    .map(withoutUndefined)
}

/** What a definition does not say is absent, not undefined. */
function withoutUndefined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // only fields whose value is undefined are left out, all of them optional in a definition
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never
}

/** A group whose attributes share a few properties, so that they share states too. */
export function attributeGroup(layout: Layout): Arbitrary<AttributeGroup> {
  return fc
    .array(property(layout), { minLength: 1, maxLength: 4 })
    .chain((properties) =>
      fc.record({
        name: fc.constant('visitors'),
        version: fc.constant(1),
        attribute_key: attributeKey,
        fields: fc.constant([]),
        attributes: fc.array(attribute(fc.constantFrom(...properties)), { minLength: 1, maxLength: 8 }),
        tags: fc.constant([]),
        changes: fc.constant({ ignore: [] }),
      }),
    )
    .map((group) => ({
      ...group,
      attributes: group.attributes.map((of, index) => ({ ...of, name: names[index] ?? `a${index}` })),
    }))
}
