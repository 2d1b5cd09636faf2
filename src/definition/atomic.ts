/** What an atomic column holds, in words that no warehouse owns. */
export type AtomicType = 'text' | 'integer' | 'double' | 'decimal' | 'boolean' | 'timestamp'

const text = [
  'app_id',
  'platform',
  'event',
  'event_id',
  'name_tracker',
  'v_tracker',
  'v_collector',
  'v_etl',
  'user_id',
  'user_ipaddress',
  'user_fingerprint',
  'domain_userid',
  'network_userid',
  'geo_country',
  'geo_region',
  'geo_city',
  'geo_zipcode',
  'geo_region_name',
  'geo_timezone',
  'ip_isp',
  'ip_organization',
  'ip_domain',
  'ip_netspeed',
  'page_url',
  'page_title',
  'page_referrer',
  'page_urlscheme',
  'page_urlhost',
  'page_urlpath',
  'page_urlquery',
  'page_urlfragment',
  'refr_urlscheme',
  'refr_urlhost',
  'refr_urlpath',
  'refr_urlquery',
  'refr_urlfragment',
  'refr_medium',
  'refr_source',
  'refr_term',
  'refr_domain_userid',
  'mkt_medium',
  'mkt_source',
  'mkt_term',
  'mkt_content',
  'mkt_campaign',
  'mkt_clickid',
  'mkt_network',
  'contexts',
  'unstruct_event',
  'derived_contexts',
  'se_category',
  'se_action',
  'se_label',
  'se_property',
  'tr_orderid',
  'tr_affiliation',
  'tr_city',
  'tr_state',
  'tr_country',
  'tr_currency',
  'ti_orderid',
  'ti_sku',
  'ti_name',
  'ti_category',
  'ti_currency',
  'base_currency',
  'useragent',
  'br_name',
  'br_family',
  'br_version',
  'br_type',
  'br_renderengine',
  'br_lang',
  'br_colordepth',
  'os_name',
  'os_family',
  'os_manufacturer',
  'os_timezone',
  'dvce_type',
  'doc_charset',
  'etl_tags',
  'domain_sessionid',
  'event_vendor',
  'event_name',
  'event_format',
  'event_version',
  'event_fingerprint',
] as const

const integer = [
  'txn_id',
  'domain_sessionidx',
  'page_urlport',
  'refr_urlport',
  'ti_quantity',
  'pp_xoffset_min',
  'pp_xoffset_max',
  'pp_yoffset_min',
  'pp_yoffset_max',
  'br_viewwidth',
  'br_viewheight',
  'dvce_screenwidth',
  'dvce_screenheight',
  'doc_width',
  'doc_height',
] as const

const double = ['geo_latitude', 'geo_longitude', 'se_value'] as const

const decimal = [
  'tr_total',
  'tr_tax',
  'tr_shipping',
  'tr_total_base',
  'tr_tax_base',
  'tr_shipping_base',
  'ti_price',
  'ti_price_base',
] as const

const boolean = [
  'br_features_pdf',
  'br_features_flash',
  'br_features_java',
  'br_features_director',
  'br_features_quicktime',
  'br_features_realplayer',
  'br_features_windowsmedia',
  'br_features_gears',
  'br_features_silverlight',
  'br_cookies',
  'dvce_ismobile',
] as const

// the referrer's time has two names: one in Redshift and the API, the other in the newer loaders
const timestamp = [
  'etl_tstamp',
  'collector_tstamp',
  'dvce_created_tstamp',
  'dvce_sent_tstamp',
  'refr_dvce_tstamp',
  'refr_device_tstamp',
  'derived_tstamp',
  'true_tstamp',
  'load_tstamp',
] as const

const columnsOf = (names: readonly string[], type: AtomicType) => names.map((name) => [name, type] as const)

/**
 * The canonical columns of Snowplow's atomic.events and their types: all that the Signals API lists,
 * and those it leaves out. Self-describing columns are not atomic.
 * https://docs.snowplow.io/docs/fundamentals/canonical-event/
 */
export const atomicColumns: Readonly<Record<string, AtomicType>> = Object.freeze(
  Object.fromEntries([
    ...columnsOf(text, 'text'),
    ...columnsOf(integer, 'integer'),
    ...columnsOf(double, 'double'),
    ...columnsOf(decimal, 'decimal'),
    ...columnsOf(boolean, 'boolean'),
    ...columnsOf(timestamp, 'timestamp'),
  ]),
)

/** Whether the name is a canonical atomic column; not fooled by names every object has. */
export function isAtomicColumn(name: string): boolean {
  return Object.hasOwn(atomicColumns, name)
}

/** Whether values of an atomic column are instants: the `*_tstamp` columns. */
export function isTimestampColumn(name: string): boolean {
  return isAtomicColumn(name) && atomicColumns[name] === 'timestamp'
}
