import { describe, expect, it } from 'vitest'
import { selectGroups } from '../../src/definition/select.ts'
import { errorsOf, read } from './read.ts'

const attributes = 'attributes: [{name: a, type: int64, events: [], aggregation: counter, tags: [slow]}]'
const { groups } = read(`
- {name: ecom_views, attribute_key: domain_userid, tags: [web, core], fields: [{name: a, type: int64}]}
- {name: ecom_views, version: 2, attribute_key: {name: visitor, key: domain_userid}, tags: [web], fields: [{name: a, type: int64}]}
- {name: ecom_orders, attribute_key: user_id, tags: [core], fields: [{name: a, type: int64}]}
- {name: app, attribute_key: user_id, ${attributes}}
`)

const select = (given: string[], exclude: string[] = []) =>
  selectGroups(groups, { select: given, exclude }).map(({ group }) => `${group.name}@${group.version}`)
const message = (given: string[], exclude: string[] = []) => errorsOf(() => select(given, exclude))

describe('selections', () => {
  it.each([
    [[], ['ecom_views@1', 'ecom_views@2', 'ecom_orders@1', 'app@1']],
    [['app'], ['app@1']],
    [['ecom_views'], ['ecom_views@1', 'ecom_views@2']],
    [['ecom_views@2'], ['ecom_views@2']],
    [['ecom_*'], ['ecom_views@1', 'ecom_views@2', 'ecom_orders@1']],
    [['*@2'], ['ecom_views@2']],
    [['key:visitor'], ['ecom_views@2']],
    [['key:domain_*'], ['ecom_views@1', 'ecom_views@2']],
    [['tag:core'], ['ecom_views@1', 'ecom_orders@1']],
    [['tag:slow'], ['app@1']],
    [
      ['app', 'ecom_orders'],
      ['ecom_orders@1', 'app@1'],
    ],
    [['app ecom_orders'], ['ecom_orders@1', 'app@1']],
    [['tag:core,key:user_id'], ['ecom_orders@1']],
    [['tag:core,key:user_id app'], ['ecom_orders@1', 'app@1']],
  ])('%j', (given, names) => {
    expect(select(given)).toEqual(names)
  })

  it('leaves out what is excluded', () => {
    expect(select([], ['ecom_*'])).toEqual(['app@1'])
    expect(select(['tag:core'], ['key:user_id'])).toEqual(['ecom_views@1'])
    expect(select([], ['tag:nothing'])).toHaveLength(4)
  })
})

describe('selections that are wrong', () => {
  it('a group that is not there', () => {
    expect(message(['ecom_view'])).toMatchInlineSnapshot(`
      "there is no such group
        found: --select ecom_view
        expected: one of ecom_views@1, ecom_views@2, ecom_orders@1, app@1
        fix: did you mean "ecom_views"?"
    `)
  })
  it('an excluded group that is not there', () => {
    expect(message([], ['apps'])).toMatchInlineSnapshot(`
      "there is no such group
        found: --exclude apps
        expected: one of ecom_views@1, ecom_views@2, ecom_orders@1, app@1
        fix: did you mean "app"?"
    `)
  })
  it('a version that is not there', () => {
    expect(message(['app@3'])).toMatchInlineSnapshot(`
      "the selection matches no group
        found: --select app@3
        expected: one of ecom_views@1, ecom_views@2, ecom_orders@1, app@1"
    `)
  })
  it('a pattern that matches nothing', () => {
    expect(message(['app shop_*'])).toMatchInlineSnapshot(`
      "the selection matches no group
        found: --select shop_*
        expected: one of ecom_views@1, ecom_views@2, ecom_orders@1, app@1"
    `)
  })
  it('conditions that nothing meets', () => {
    expect(message(['tag:web,key:user_id'])).toMatchInlineSnapshot(`
      "the selection matches no group
        found: --select tag:web,key:user_id
        expected: one of ecom_views@1, ecom_views@2, ecom_orders@1, app@1"
    `)
  })
  it('a method nobody knows', () => {
    expect(message(['tags:web'])).toMatchInlineSnapshot(`
      "is not a selection
        found: --select tags:web
        expected: group, group@version, key:NAME or tag:NAME, with * as a wildcard
        fix: did you mean "tag"?"
    `)
  })
  it('an empty term', () => {
    expect(message(['app,'])).toMatchInlineSnapshot(`
      "is not a selection
        found: --select 
        expected: group, group@version, key:NAME or tag:NAME, with * as a wildcard"
    `)
  })
  it('nothing but a space', () => {
    expect(message([' '])).toMatchInlineSnapshot(`
      "--select names nothing
        expected: one of ecom_views@1, ecom_views@2, ecom_orders@1, app@1"
    `)
  })
  it('everything excluded', () => {
    expect(message(['app'], ['app'])).toMatchInlineSnapshot(`
      "every selected group is excluded
        found: --exclude app"
    `)
  })
  it('no groups at all', () => {
    expect(errorsOf(() => selectGroups([], { select: ['app'], exclude: [] }))).toMatchInlineSnapshot(`
      "there is no such group
        found: --select app
        expected: a defined group; there is none"
    `)
    expect(selectGroups([], { select: [], exclude: [] })).toEqual([])
  })
})
