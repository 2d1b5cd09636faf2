import fc, { type Arbitrary } from 'fast-check'
import type { EventRow, EventValue } from '../../src/demo/event.ts'
import { doubles, integers, numberTexts, objects, otherTexts, texts, timestamps, users } from './nasty.ts'
import {
  type DescribedColumn,
  type Field,
  type Layout,
  plainColumns,
  type ScalarKind,
  vocabulary,
} from './vocabulary.ts'

const anyText = fc.oneof(
  fc.constantFrom(...texts),
  fc.constantFrom(...numberTexts),
  fc.constantFrom(...otherTexts),
)

const scalars: Readonly<Record<ScalarKind, Arbitrary<EventValue>>> = {
  text: anyText,
  integer: fc.constantFrom(...integers),
  double: fc.constantFrom(...doubles),
  boolean: fc.boolean(),
  timestamp: fc.constantFrom(...timestamps),
}

/** What may stand in a JSON field, whatever its schema says. */
const anything: Arbitrary<EventValue> = fc.oneof(
  scalars.text,
  scalars.integer,
  scalars.double,
  scalars.boolean,
  fc.constantFrom(...objects),
)

function nullable(values: Arbitrary<EventValue>): Arbitrary<EventValue> {
  return fc.option(values, { nil: null, freq: 4 })
}

function fieldValue(field: Field, mixed: boolean): Arbitrary<EventValue> {
  const own = ownValue(field, mixed)
  return nullable(mixed ? fc.oneof({ weight: 2, arbitrary: own }, { weight: 1, arbitrary: anything }) : own)
}

function ownValue(field: Field, mixed: boolean): Arbitrary<EventValue> {
  if (field.kind === 'object') return objectOf(field.fields, mixed)
  if (field.kind !== 'list') return scalars[field.kind]
  return listOf(field.fields === undefined ? scalars.text : objectOf(field.fields, mixed), 3)
}

/** Seldom empty by chance, so now and then on purpose: what is null, empty and of nulls is easily taken for another. */
function orElse(usual: Arbitrary<EventValue>, ...empty: readonly EventValue[]): Arbitrary<EventValue> {
  return fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...empty) })
}

function listOf(element: Arbitrary<EventValue>, maxLength: number): Arbitrary<EventValue> {
  return orElse(fc.array(nullable(element), { maxLength }), [], [null])
}

function objectOf(fields: readonly Field[], mixed: boolean): Arbitrary<EventValue> {
  const whole = fc.record(Object.fromEntries(fields.map((field) => [field.name, fieldValue(field, mixed)])))
  return orElse(whole, {}, Object.fromEntries(fields.map(({ name }) => [name, null])))
}

function described(column: DescribedColumn, layout: Layout): Arbitrary<EventValue> {
  const one = objectOf(column.fields, layout === 'json' && !plainColumns.has(column.name))
  return nullable(column.kind === 'event' ? one : listOf(one, 2))
}

const special: Readonly<Record<string, Arbitrary<EventValue>>> = {
  app_id: fc.constantFrom('shop', 'shop', 'shop', 'blog', null),
  platform: fc.constantFrom('web', 'mob', null),
  event_name: fc.constantFrom('page_view', 'checkout_step', null),
  event_vendor: fc.constantFrom('com.acme', 'com.snowplowanalytics.snowplow', "O'Reilly"),
  event_version: fc.constantFrom('1-0-0', '1-0-1'),
  domain_userid: fc.oneof(fc.constantFrom('u1', 'u2'), fc.constantFrom(...users)),
  domain_sessionidx: fc.constantFrom(1, 2, null),
  contexts_com_acme_shop_cart_1: nullable(
    fc.array(fc.record({ id: fc.constantFrom(...users), event_id: scalars.text }), { maxLength: 2 }),
  ),
  contexts_com_snowplowanalytics_snowplow_event_specification_1: nullable(
    fc.array(fc.record({ id: fc.constantFrom('spec-1', "spec'2", null) }), { maxLength: 2 }),
  ),
}

/** The times and the event_id are not a row's own: they come from the history it stands in. */
const placed: ReadonlySet<string> = new Set(['event_id', 'collector_tstamp', 'derived_tstamp', 'load_tstamp'])

/** What an event says, without its id and its place in time. */
export function content(layout: Layout): Arbitrary<EventRow> {
  const columns = vocabulary.filter(({ name }) => !placed.has(name))
  return fc.record(
    Object.fromEntries(
      columns.map((column) => [
        column.name,
        special[column.name] ??
          ('fields' in column ? described(column, layout) : nullable(scalars[column.kind])),
      ]),
    ),
  )
}
