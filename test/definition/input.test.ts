import { expect, it } from 'vitest'
import { defineAttributeGroup } from '../../src/definition/input.ts'
import { parseDefinitions } from '../../src/definition/parse.ts'

it('takes shorthands and objects, and gives back what it gets', () => {
  const input = {
    name: 'shop',
    attribute_key: 'domain_userid',
    attributes: [
      {
        name: 'revenue',
        type: 'double',
        events: ['com.acme/checkout', { name: 'page_view' }],
        aggregation: 'sum',
        property: { operation: 'sum', properties: ['tr_total', 'event:com.acme/checkout/1#total'] },
        criteria: { all: [{ property: 'app_id', operator: 'in', value: ['web', 'app'] }] },
        period: '7d',
        default_value: 0,
      },
    ],
  } as const
  const group = defineAttributeGroup(input)
  expect(group).toBe(input)
  expect(parseDefinitions(group, { file: 'shop.ts' }).groups[0]?.group.attributes[0]).toMatchObject({
    period: 'P7D',
    events: [{ vendor: 'com.acme', name: 'checkout' }, { name: 'page_view' }],
  })
})

it('refuses what is wrong before anything runs', () => {
  defineAttributeGroup({
    name: 'shop',
    attribute_key: 'user_id',
    attributes: [
      // @ts-expect-error: there is no such aggregation
      { name: 'views', type: 'int64', events: [], aggregation: 'count' },
    ],
  })
  // @ts-expect-error: a key is needed
  defineAttributeGroup({ name: 'shop' })
  expect.assertions(0)
})
