/** The example definitions of a new project: every idea of the format once, on standard web and shop events. */

export const userAttributes = `# Attributes of a browser (its first-party cookie), from standard web and e-commerce events.
name: shop_users
version: 1
description: What a visitor looked at, where they came from, what they bought
attribute_key: domain_userid     # one row for each value of this column
tags: [example]                  # for selections: sbe run --select tag:example
changes:
  # It differs at every publication, which alone is no reason to sync a visitor again.
  ignore: [days_since_last_visit]

attributes:
  # ── How much ──────────────────────────────────────────────────────────────────────────────────
  - name: page_views_7d
    description: Page views in the 7 complete days (UTC) before today
    type: int64
    aggregation: counter
    # An event by name, by vendor/name, by vendor/* (all of a vendor's) or, exact to the version,
    # vendor/name@1-0-2. A list means: any of them. An empty list: every event.
    events: [page_view]
    period: 7d                   # or P7D; 36h counts whole hours. No period: all of history

  - name: events_total
    type: int64
    aggregation: counter
    events: []

  - name: shop_actions_30d
    description: Product views, cart changes, checkout steps, purchases
    type: int64
    aggregation: counter
    events: [com.snowplowanalytics.snowplow.ecommerce/*]
    period: 30d

  # ── Where from ────────────────────────────────────────────────────────────────────────────────
  - name: first_marketing_source
    type: string
    aggregation: first           # the first that is not null
    property: mkt_source         # a column of the events table
    events: []

  - name: last_marketing_source
    type: string
    aggregation: last
    property: mkt_source
    events: []

  - name: marketing_mediums
    type: string_list
    aggregation: unique_list     # the 100 most recently seen
    property: mkt_medium
    events: []

  - name: last_operating_system
    type: string
    aggregation: last
    property: os_name
    events: []

  - name: usual_country
    type: string
    aggregation: most_frequent
    property: geo_country
    events: []

  # ── What they bought ──────────────────────────────────────────────────────────────────────────
  - name: revenue_30d
    type: double
    aggregation: sum
    # A field of an entity: entity:<vendor>/<name>/<major version>#<path>. The first entity of that
    # schema counts; [1] before the # takes the second. Events are alike: event:<vendor>/…#<path>.
    property: entity:com.snowplowanalytics.snowplow.ecommerce/transaction/1#revenue
    events: [snowplow_ecommerce_action]
    period: 30d

  - name: purchases
    type: int64
    aggregation: counter
    events: [snowplow_ecommerce_action]
    criteria:
      all:                       # every one must hold; with any: at least one
        - property: event:com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action/1#type
          operator: "="          # quoted: some operators mean something to YAML
          value: transaction

  - name: mean_order_value
    type: double
    aggregation: mean
    property: entity:com.snowplowanalytics.snowplow.ecommerce/transaction/1#revenue
    events: [snowplow_ecommerce_action]

  - name: largest_order
    type: double
    aggregation: max
    property: entity:com.snowplowanalytics.snowplow.ecommerce/transaction/1#revenue
    events: [snowplow_ecommerce_action]
    default_value: 0             # instead of null, when there is no order

  - name: viewed_categories
    description: How often products of each category were looked at
    type: dict
    aggregation: category_count
    property: entity:com.snowplowanalytics.snowplow.ecommerce/product/1#category
    events: [snowplow_ecommerce_action]
    criteria:
      all:
        - property: event:com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action/1#type
          operator: in
          value: [product_view, add_to_cart]

  - name: last_cart_value
    type: double
    aggregation: last
    property: entity:com.snowplowanalytics.snowplow.ecommerce/cart/1#total_value
    events: [snowplow_ecommerce_action]

  # ── When ──────────────────────────────────────────────────────────────────────────────────────
  - name: active_days_30d
    type: int64
    aggregation: approx_count_distinct
    property: {type: atomic, name: derived_tstamp, date_part: active_day}
    events: []
    period: 30d

  - name: days_since_last_visit
    type: double
    aggregation: time_since_last
    time_unit: d
    events: []
`

export const sessionAttributes = `# Attributes of one session: the same format with another key.
name: shop_sessions
version: 1
description: What happened in a session
attribute_key: domain_sessionid
tags: [example]

attributes:
  - name: page_views
    type: int64
    aggregation: counter
    events: [page_view]

  - name: landing_page
    type: string
    aggregation: first
    property: page_urlpath
    events: []

  - name: exit_page
    type: string
    aggregation: last
    property: page_urlpath
    events: []

  - name: campaign
    type: string
    aggregation: first
    property: mkt_campaign
    events: []

  - name: pages_seen
    type: int64
    aggregation: approx_count_distinct
    property: page_urlpath
    events: []

  - name: product_names
    type: string_list
    aggregation: unique_list
    property: entity:com.snowplowanalytics.snowplow.ecommerce/product/1#name
    events: [snowplow_ecommerce_action]

  - name: reached_checkout
    description: Cart or checkout pages, by their path
    type: int64
    aggregation: counter
    events: []
    criteria:
      any:
        - property: page_urlpath
          operator: like         # % and _ are wildcards; nothing is added around the pattern
          value: "/checkout%"
        - property: page_urlpath
          operator: "="
          value: /cart

  - name: revenue
    type: double
    aggregation: sum
    property: entity:com.snowplowanalytics.snowplow.ecommerce/transaction/1#revenue
    events: [snowplow_ecommerce_action]

  - name: currency
    type: string
    aggregation: last
    property: entity:com.snowplowanalytics.snowplow.ecommerce/transaction/1#currency
    events: [snowplow_ecommerce_action]
`
