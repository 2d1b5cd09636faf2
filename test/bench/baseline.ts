/** A group of usual attributes, and the query somebody would write for them by hand. */
const product = 'entity:com.snowplowanalytics.snowplow.ecommerce/product/1'
const revenue = 'entity:com.snowplowanalytics.snowplow.ecommerce/transaction/1#revenue'

export const definition = {
  name: 'bench',
  attribute_key: 'domain_userid',
  attributes: [
    { name: 'page_views', type: 'int64', aggregation: 'counter', events: ['page_view'] },
    { name: 'page_views_7d', type: 'int64', aggregation: 'counter', events: ['page_view'], period: 'P7D' },
    { name: 'revenue', type: 'double', aggregation: 'sum', events: [], property: revenue },
    {
      name: 'revenue_30d',
      type: 'double',
      aggregation: 'sum',
      events: [],
      property: revenue,
      period: 'P30D',
    },
    { name: 'first_source', type: 'string', aggregation: 'first', events: [], property: 'mkt_source' },
    {
      name: 'last_page',
      type: 'string',
      aggregation: 'last',
      events: ['page_view'],
      property: 'page_urlpath',
    },
    {
      name: 'last_device_30d',
      type: 'string',
      aggregation: 'last',
      events: [],
      property: 'dvce_type',
      period: 'P30D',
    },
    {
      name: 'top_category',
      type: 'string',
      aggregation: 'most_frequent',
      events: [],
      property: `${product}#category`,
    },
    {
      name: 'countries',
      type: 'string_list',
      aggregation: 'unique_list',
      events: [],
      property: 'geo_country',
    },
    {
      name: 'sessions_30d',
      type: 'int64',
      aggregation: 'approx_count_distinct',
      events: [],
      property: 'domain_sessionid',
      period: 'P30D',
    },
    { name: 'dearest', type: 'double', aggregation: 'max', events: [], property: `${product}#price` },
    { name: 'average_price', type: 'double', aggregation: 'mean', events: [], property: `${product}#price` },
    {
      name: 'purchases_7d',
      type: 'int64',
      aggregation: 'counter',
      events: [],
      criteria: { all: [{ property: revenue, operator: '>', value: 0 }] },
      period: 'P7D',
    },
  ],
}

const transaction = 'contexts_com_snowplowanalytics_snowplow_ecommerce_transaction_1[1].revenue'
const item = 'contexts_com_snowplowanalytics_snowplow_ecommerce_product_1[1]'

/**
 * One deduplicated pass over all events, as somebody would write it: the values of each key as of a day.
 * @param asOf an instant; windows of days end with the day before it
 */
export function byHand(asOf: string): string {
  const day = `date '${asOf.slice(0, 10)}'`
  const inLast = (days: number): string =>
    `derived_tstamp >= ${day} - interval ${days} day and derived_tstamp < ${day}`
  return `
with events as (
  select * from atomic.events
  where domain_userid is not null and derived_tstamp is not null and load_tstamp <= timestamp '${asOf.slice(0, 19)}'
  qualify row_number() over (partition by event_id order by load_tstamp, derived_tstamp, collector_tstamp) = 1
)
select domain_userid,
  count_if(event_name = 'page_view') as page_views,
  count_if(event_name = 'page_view' and ${inLast(7)}) as page_views_7d,
  sum(${transaction}) as revenue,
  sum(${transaction}) filter (where ${inLast(30)}) as revenue_30d,
  arg_min(mkt_source, derived_tstamp) as first_source,
  arg_max(page_urlpath, derived_tstamp) filter (where event_name = 'page_view') as last_page,
  arg_max(dvce_type, derived_tstamp) filter (where ${inLast(30)}) as last_device_30d,
  mode(${item}.category) as top_category,
  list(distinct geo_country) as countries,
  count(distinct domain_sessionid) filter (where ${inLast(30)}) as sessions_30d,
  max(${item}.price) as dearest,
  avg(${item}.price) as average_price,
  count_if(${transaction} > 0 and ${inLast(7)}) as purchases_7d
from events group by domain_userid`
}

/** What both give in the same way: not what is one of several at the same time, or as frequent as another, nor a mean's last digit. */
export const comparable = `domain_userid, page_views, page_views_7d, round(coalesce(revenue, 0), 2) as revenue,
  round(coalesce(revenue_30d, 0), 2) as revenue_30d, sessions_30d, dearest, len(countries) as countries, purchases_7d`
