/** Attribute groups as the API answers them, over columns that the demo's events have. */

const ecommerce = 'com.snowplowanalytics.snowplow.ecommerce'
const atomic = (name: string) => ({ type: 'atomic', name, date_part: null })
const revenue = {
  type: 'entity',
  vendor: ecommerce,
  name: 'transaction',
  major_version: 1,
  path: '$.revenue',
  index: 0,
  date_part: null,
}
const action = {
  type: 'event',
  vendor: ecommerce,
  name: 'snowplow_ecommerce_action',
  major_version: 1,
  path: '$.type',
  date_part: null,
}
const event = (name: string) => ({ name, vendor: null, version: null, event_specification_id: null })

const attribute = (given: object) => ({
  description: null,
  property: null,
  criteria: null,
  period: null,
  default_value: null,
  time_unit: null,
  ttl: null,
  ...given,
})

/** What the server adds to a group. */
const answered = (name: string, version: number, key: string) => ({
  full_name: `${name}_v${version}`,
  feast_name: `${name}_${version}`,
  stream_source_name: null,
  attribute_key_or_name: key,
  attribute_group_or_attribute_key_ttl: null,
  is_published: false,
})

const key = (name: string) => ({
  name,
  description: null,
  key: null,
  external_column: null,
  property: null,
  owner: null,
  ttl: null,
  is_published: true,
  blobl_path: `root.${name}`,
})

const views = attribute({
  name: 'page_views_7d',
  type: 'int64',
  aggregation: 'counter',
  events: [event('page_view')],
  period: 'P7D',
})

export const visitors = (version: number, ...more: readonly object[]) => ({
  name: 'visitors',
  version,
  attribute_key: key('domain_userid'),
  ttl: 'P30D',
  batch_source: null,
  online: true,
  offline: true,
  description: 'What a visitor did',
  owner: 'team@example.com',
  fields: null,
  attributes: [
    views,
    attribute({
      name: 'revenue',
      description: 'Of all transactions',
      type: 'double',
      aggregation: 'sum',
      property: revenue,
      events: [],
      criteria: {
        all: [
          { property: action, operator: '=', value: 'transaction' },
          { property: atomic('geo_country'), operator: 'is not null', value: null },
        ],
        any: null,
      },
      default_value: 0,
    }),
    attribute({
      name: 'first_source',
      type: 'string',
      aggregation: 'first',
      property: {
        type: 'calculated',
        operation: 'coalesce',
        properties: [atomic('mkt_source')],
        separator: null,
      },
      events: [],
    }),
    ...more,
  ],
  backfill_since_tstamp: null,
  refresh_rate: 'PT6H',
  ...answered('visitors', version, 'domain_userid'),
})

export const lastPage = attribute({
  name: 'last_page',
  type: 'string',
  aggregation: 'last',
  property: atomic('page_urlpath'),
  events: [event('page_view')],
})

export const sessions = {
  name: 'visits',
  version: 1,
  attribute_key: { ...key('visit'), key: 'domain_sessionid' },
  offline: true,
  attributes: [views],
  ...answered('visits', 1, 'domain_sessionid'),
}

/** A table that somebody else computes. */
export const accounts = {
  name: 'crm_accounts',
  version: 1,
  attribute_key: { ...key('user_id'), external_column: 'account_user' },
  offline: true,
  batch_source: {
    name: 'crm',
    database: 'analytics',
    schema: 'crm',
    table: 'accounts',
    timestamp_field: 'modified_at',
    description: null,
    owner: null,
  },
  fields: [
    { name: 'plan', type: 'string', description: null },
    { name: 'seats', type: 'int32', description: 'Paid for' },
  ],
  attributes: null,
  ...answered('crm_accounts', 1, 'user_id'),
}

export const liveCarts = {
  name: 'live_carts',
  version: 1,
  attribute_key: key('domain_userid'),
  offline: null,
  attributes: [lastPage],
  ...answered('live_carts', 1, 'domain_userid'),
  stream_source_name: 'live_carts_stream',
}
