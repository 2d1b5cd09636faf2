import { describe, expect, it } from 'vitest'
import type { EntityProperty, EventProperty, Property } from '../../src/definition/model.ts'
import { columnOf } from './column.ts'
import { parsePath } from './path.ts'
import { propertyText } from './property.ts'
import { atomic, row } from './sample.ts'

const checkout: EventProperty = {
  type: 'event',
  vendor: 'com.acme-shop',
  name: 'checkoutStep',
  major_version: 2,
  path: '$.total',
}
const product: EntityProperty = {
  type: 'entity',
  vendor: 'com.acme',
  name: 'product',
  major_version: 1,
  path: 'unitPrice',
  index: 0,
}

describe('columns', () => {
  it('are named after the schema', () => {
    expect(columnOf(checkout)).toBe('unstruct_event_com_acme_shop_checkout_step_2')
    expect(columnOf({ ...product, name: 'HTMLPage-item.v' })).toBe('contexts_com_acme_htmlpage_item_v_1')
  })
})

describe('paths', () => {
  it.each([
    ['$.a.b[0].c', ['a', 'b', 0, 'c']],
    ['a.b', ['a', 'b']],
    ['a[1][2]', ['a', 1, 2]],
    ['$', []],
    ['$[0].a', [0, 'a']],
    ['$a', ['$a']],
  ])('%s', (path, steps) => {
    expect(parsePath(path)).toEqual(steps)
  })

  it('lead into objects and lists, or to null', () => {
    const column = { a: { b: [{ c: 1 }, { c: 'x' }] }, total: 12.5 }
    const at = (path: string) =>
      propertyText({ ...checkout, path }, row({ unstruct_event_com_acme_shop_checkout_step_2: column }))
    expect([
      at('total'),
      at('$.a.b[1].c'),
      at('a.b'),
      at('a.b[2].c'),
      at('a.b.c'),
      at('a[0]'),
      at('x.y'),
    ]).toEqual(['12.5', 'x', '[{"c":1},{"c":"x"}]', null, null, null, null])
    expect(propertyText(checkout, row())).toBeNull()
  })

  it('find a field in either spelling', () => {
    const typedRow = row({ contexts_com_acme_product_1: [{ unit_price: 3 }] })
    const jsonRow = row({ contexts_com_acme_product_1: [{ unitPrice: 3 }] })
    expect([propertyText(product, typedRow), propertyText(product, jsonRow)]).toEqual(['3', '3'])
  })
})

describe('entities', () => {
  it('are chosen by their index', () => {
    const of = row({ contexts_com_acme_product_1: [{ unitPrice: 1 }, { unitPrice: 2 }] })
    const at = (index: number) => propertyText({ ...product, index }, of)
    expect([at(0), at(1), at(2)]).toEqual(['1', '2', null])
  })

  it('with fields of the same name are told apart', () => {
    const of = row({
      contexts_com_acme_product_1: [{ id: 'p' }],
      contexts_com_acme_cart_1: [{ id: 'c' }],
    })
    const id = { ...product, path: 'id' }
    expect([propertyText(id, of), propertyText({ ...id, name: 'cart' }, of)]).toEqual(['p', 'c'])
  })
})

describe('date parts', () => {
  it('are of timestamps in columns and in text', () => {
    const of = row({
      derived_tstamp: '2024-01-07T23:30:00Z',
      unstruct_event_com_acme_shop_checkout_step_2: { total: '2024-01-07T23:30:00-01:00' },
    })
    expect(propertyText({ ...atomic('derived_tstamp'), date_part: 'day_of_week' }, of)).toBe('7')
    expect(propertyText({ ...checkout, date_part: 'active_day' }, of)).toBe('2024-01-08')
    expect(propertyText({ ...atomic('app_id'), date_part: 'active_day' }, of)).toBeNull()
  })
})

describe('calculated properties', () => {
  const given = row({ page_title: 'x', page_urlport: 80, se_value: 1.5, page_url: null, refr_source: '2' })
  const names = ['page_title', 'page_url', 'page_urlport', 'se_value', 'refr_source'] as const
  const [text, missing, port, value, two] = names.map(atomic)

  function result(operation: 'concat' | 'sum' | 'product' | 'min' | 'max' | 'coalesce', ...of: unknown[]) {
    const properties = of.filter((one) => one !== undefined) as ReturnType<typeof atomic>[] // as named above
    const property: Property = { type: 'calculated', operation, properties }
    return propertyText(operation === 'concat' ? { ...property, separator: '-' } : property, given)
  }

  it('follow their operation', () => {
    expect(result('concat', text, missing, port)).toBe('x-80')
    expect(result('concat', missing)).toBeNull()
    expect(result('coalesce', missing, port, text)).toBe('80')
    expect(result('sum', port, value, two)).toBe('83.5')
    expect(result('product', port, value)).toBe('120')
    expect(result('min', port, value, two)).toBe('1.5')
    expect(result('max', port, value, two)).toBe('80')
    expect(result('sum', port, missing)).toBeNull()
    expect(result('sum', port, text)).toBeNull()
  })
})
