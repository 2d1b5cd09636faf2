import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../src/definition/document/index.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import { parseDefinitions, readTrees } from '../../src/definition/parse.ts'
import { planGroup } from '../../src/plan/index.ts'
import { groupText, hasOwnComments, type TextFormat } from '../../src/signals/index.ts'
import { batchSourceBody, externalGroupBody } from '../../src/signals/registration.ts'
import { attributeGroup } from '../support/arbitrary-group.ts'

const runs = Number(process.env.SBE_PROPERTY_RUNS ?? 100)

function only(definitions: {
  readonly groups: readonly { readonly group: AttributeGroup }[]
}): AttributeGroup {
  const [first] = definitions.groups
  if (first === undefined) throw new Error('no group')
  return first.group
}
const readText = (text: string) => only(readTrees([parseYaml(text, 'attributes/x.yaml', 'definition')]))
const planOf = (group: AttributeGroup) => planGroup(group, { includeCurrentDay: false })
const read = (value: unknown) => only(parseDefinitions(value, { file: 'api' }))

/** Events of arbitrary groups have names that no definition may have. */
function accepted(given: AttributeGroup): AttributeGroup | undefined {
  try {
    return read(given)
  } catch {
    return undefined
  }
}

describe.each<TextFormat>(['yaml', 'json'])('as %s', (format) => {
  test('any group has the same plan when its file is read, and the same text again', () => {
    fc.assert(
      fc.property(attributeGroup('struct'), (given) => {
        const group = accepted(given)
        fc.pre(group !== undefined)
        const text = groupText(group, format)
        const again = readText(text)
        expect(planOf(again)).toEqual(planOf(group))
        expect(groupText(again, format)).toBe(text)
        expect(hasOwnComments(text)).toBe(false)
      }),
      { seed: 1, numRuns: runs },
    )
  })

  test('text that looks like something else stays text', () => {
    const group = read({
      name: 'null',
      version: 12,
      description: 'yes: # no comment\n- and "quotes", it\'s \\ fine\ttab\u2028line',
      owner: '007',
      attribute_key: { name: 'user_id', description: '~' },
      attributes: [
        {
          name: '1e3',
          type: 'string',
          aggregation: 'last',
          property: 'page_url',
          events: [{ name: '12' }, { name: 'true' }, { vendor: 'com.acme' }, {}],
          criteria: {
            all: ['=', '!=', '>', 'like'].map((operator) => ({
              property: 'page_title',
              operator,
              value: '1',
            })),
          },
          default_value: '0x1F',
        },
        {
          name: 'big',
          type: 'int64',
          aggregation: 'last',
          property: 'page_urlport',
          events: [],
          default_value: 9007199254740993n,
        },
      ],
    })
    expect(readText(groupText(group, format))).toEqual(group)
  })
})

test.each(['P1Y', 'P1M', 'P2W', '-PT1S', 'a week', 31_536_000])(
  'a ttl is passed on as it came, whatever it says: %s',
  (ttl) => {
    const views = { name: 'views', type: 'int64', events: [], aggregation: 'counter', ttl }
    const written = { name: 'shop', attribute_key: { name: 'user_id', ttl }, ttl, attributes: [views] }
    const group = read(written)
    expect(group).toMatchObject({ ttl, attribute_key: { ttl }, attributes: [{ ttl }] })
    expect(readText(groupText(group, 'yaml'))).toEqual(group)
    const table = { database: 'd', schema: 's', table: 't', timestampField: 'updated_at' }
    expect(externalGroupBody(group, batchSourceBody(group, table), undefined)).toMatchObject({ ttl })
  },
)

test('the file that people read', () => {
  const group = read({
    name: 'shop_users',
    version: 2,
    attribute_key: { name: 'visitor', key: 'domain_userid', blobl_path: 'x', is_published: true },
    offline: true,
    online: true,
    description: 'What visitors did',
    backfill_since_tstamp: '2024-01-01T00:00:00+01:00',
    refresh_rate: 3600,
    attributes: [
      {
        name: 'views',
        type: 'int64',
        aggregation: 'counter',
        events: [{ name: 'page_view', vendor: 'com.snowplowanalytics.snowplow', version: '1-0-0' }],
        criteria: {
          all: [
            { property: { type: 'atomic', name: 'page_url' }, operator: 'like', value: '%/a/%' },
            { property: { type: 'atomic', name: 'geo_country' }, operator: 'in', value: ['NO', 'SE'] },
          ],
          any: null,
        },
        period: 'P7D',
      },
      {
        name: 'last_price',
        type: 'double',
        aggregation: 'last',
        property: {
          type: 'entity',
          vendor: 'com.acme',
          name: 'product',
          major_version: 1,
          path: '$.price',
          index: 0,
        },
        events: [],
        default_value: 0,
      },
      {
        name: 'last_day',
        type: 'string',
        aggregation: 'last',
        property: { type: 'atomic', name: 'derived_tstamp', date_part: 'active_day' },
        events: [],
      },
    ],
    full_name: 'shop_users_v2',
    feast_name: 'shop_users_2',
    stream_source_name: null,
    attribute_key_or_name: 'domain_userid',
  })
  expect(groupText(group, 'yaml')).toMatchInlineSnapshot(`
    "# From Signals; sbe pull updates it. tags and changes are yours to add, sbe pull keeps them.

    name: shop_users
    version: 2
    description: What visitors did
    attribute_key:
      name: visitor
      key: domain_userid
    offline: true
    refresh_rate: PT1H
    backfill_since_tstamp: "2023-12-31T23:00:00Z"
    attributes:
      - name: views
        type: int64
        aggregation: counter
        events: [com.snowplowanalytics.snowplow/page_view@1-0-0]
        criteria:
          all:
            - property: page_url
              operator: like
              value: "%/a/%"
            - property: geo_country
              operator: in
              value: ["NO", SE]
        period: P7D

      - name: last_price
        type: double
        aggregation: last
        property: entity:com.acme/product/1#price
        events: []
        default_value: 0

      - name: last_day
        type: string
        aggregation: last
        property:
          type: atomic
          name: derived_tstamp
          date_part: active_day
        events: []
    "
  `)
})

test('a comment of a person is seen, one in a text is none', () => {
  const text = groupText(
    read({ name: 'a', attribute_key: 'user_id', description: '# x', fields: [{ name: 'f', type: 'bool' }] }),
    'yaml',
  )
  expect(hasOwnComments(text)).toBe(false)
  expect(hasOwnComments(`${text}# mine\n`)).toBe(true)
  expect(hasOwnComments(text.replace('type: bool', 'type: bool # why'))).toBe(true)
})
