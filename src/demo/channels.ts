import type { Random } from './random.ts'

/** Where a visit comes from: what its landing page carries in the URL and as referrer. */
export interface Arrival {
  readonly medium?: string
  readonly source?: string
  readonly campaign?: string
  readonly term?: string
  readonly content?: string
  readonly clickId?: string
  readonly network?: string
  readonly referrer?: {
    readonly host: string
    readonly path: string
    readonly medium: string
    readonly source?: string
    readonly term?: string
  }
}

const google = { host: 'www.google.com', path: '/', medium: 'search', source: 'Google' } as const
const bing = { host: 'www.bing.com', path: '/search', medium: 'search', source: 'Bing' } as const
const duckduckgo = { host: 'duckduckgo.com', path: '/', medium: 'search', source: 'DuckDuckGo' } as const
const facebook = { host: 'l.facebook.com', path: '/', medium: 'social', source: 'Facebook' } as const
const reddit = {
  host: 'www.reddit.com',
  path: '/r/dataengineering/',
  medium: 'social',
  source: 'Reddit',
} as const
const partner = { host: 'partner.example', path: '/best-of', medium: 'unknown' } as const

interface Channel {
  readonly weight: number
  readonly arrive: (random: Random) => Arrival
}

const channels: readonly [Channel, ...Channel[]] = [
  { weight: 34, arrive: () => ({}) },
  {
    weight: 26,
    arrive: (random) => ({ referrer: { ...random.pick([google, google, google, bing, duckduckgo]) } }),
  },
  {
    weight: 14,
    arrive: (random) => ({
      medium: 'cpc',
      source: 'google',
      campaign: random.pick(['brand', 'autumn-sale', 'books_DE', `o'reilly-week`]),
      term: random.pick(['sql book', 't-shirt', 'french press']),
      clickId: random.hex(4),
      network: 'Google',
      referrer: google,
    }),
  },
  {
    weight: 10,
    arrive: (random) => ({
      medium: 'email',
      source: 'newsletter',
      campaign: random.pick(['weekly', 'back-in-stock', 'You left "something" 🛒']),
      content: random.pick(['header', 'button']),
    }),
  },
  {
    weight: 8,
    arrive: (random) => ({
      medium: 'paid_social',
      source: random.pick(['facebook', 'instagram']),
      campaign: random.pick(['autumn-sale', 'lookalike 1%']),
      content: random.pick(['video', 'carousel']),
      clickId: random.hex(4),
      network: 'Facebook',
      referrer: facebook,
    }),
  },
  { weight: 5, arrive: (random) => ({ referrer: random.pick([facebook, reddit, reddit]) }) },
  {
    weight: 3,
    arrive: (random) => ({
      medium: 'affiliate',
      source: random.pick(['partner', 'Partner']),
      campaign: 'best-of\\2025',
      referrer: partner,
    }),
  },
]

/** How one visit arrives: about two in five with campaign parameters, a third with neither these nor a referrer. */
export function arrive(random: Random): Arrival {
  return random.weighted(channels).arrive(random)
}
