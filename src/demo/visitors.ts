import { random, seedOf } from './random.ts'
import { type Site, sites } from './shop.ts'

export interface Device {
  readonly useragent: string
  readonly browser: string
  readonly version: string
  readonly engine: string
  readonly os: string
  readonly osFamily: string
  readonly manufacturer: string
  readonly type: 'Computer' | 'Mobile' | 'Tablet'
  readonly screen: readonly [width: number, height: number]
  readonly view: readonly [width: number, height: number]
  readonly weight: number
}

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const devices: readonly [Device, ...Device[]] = [
  {
    useragent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36`,
    browser: 'Chrome',
    version: '131.0.0.0',
    engine: 'WEBKIT',
    os: 'Windows 10',
    osFamily: 'Windows',
    manufacturer: 'Microsoft Corporation',
    type: 'Computer',
    screen: [1920, 1080],
    view: [1903, 969],
    weight: 30,
  },
  {
    useragent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    browser: 'Safari',
    version: '18.1',
    engine: 'WEBKIT',
    os: 'Mac OS X',
    osFamily: 'Mac OS X',
    manufacturer: 'Apple Inc.',
    type: 'Computer',
    screen: [1512, 982],
    view: [1512, 859],
    weight: 13,
  },
  {
    useragent: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
    browser: 'Firefox',
    version: '132.0',
    engine: 'GECKO',
    os: 'Linux',
    osFamily: 'Linux',
    manufacturer: 'Other',
    type: 'Computer',
    screen: [2560, 1440],
    view: [2545, 1299],
    weight: 5,
  },
  {
    useragent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    browser: 'Mobile Safari',
    version: '18.1',
    engine: 'WEBKIT',
    os: 'iOS 18 (iPhone)',
    osFamily: 'iOS',
    manufacturer: 'Apple Inc.',
    type: 'Mobile',
    screen: [393, 852],
    view: [393, 659],
    weight: 26,
  },
  {
    useragent: `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${webkit} Chrome/131.0.0.0 Mobile Safari/537.36`,
    browser: 'Chrome Mobile',
    version: '131.0.0.0',
    engine: 'WEBKIT',
    os: 'Android 14',
    osFamily: 'Android',
    manufacturer: 'Google Inc.',
    type: 'Mobile',
    screen: [412, 915],
    view: [412, 785],
    weight: 20,
  },
  {
    useragent:
      'Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1',
    browser: 'Mobile Safari',
    version: '17.6',
    engine: 'WEBKIT',
    os: 'iOS 17 (iPad)',
    osFamily: 'iOS',
    manufacturer: 'Apple Inc.',
    type: 'Tablet',
    screen: [820, 1180],
    view: [820, 1106],
    weight: 6,
  },
]

export interface Home {
  readonly country: string
  readonly region: string
  readonly regionName: string
  readonly city: string
  readonly zipcode: string
  readonly latitude: number
  readonly longitude: number
  readonly timezone: string
  readonly language: string
  readonly isp: string
  readonly weight: number
}

const homes: readonly [Home, ...Home[]] = [
  home(['DE', 'BE', 'Land Berlin', 'Berlin', '10115', 52.53, 13.38, 'Europe/Berlin', 'de-DE', 'Telekom', 18]),
  home([
    'DE',
    'NW',
    'Nordrhein-Westfalen',
    'Köln',
    '50667',
    50.94,
    6.96,
    'Europe/Berlin',
    'de',
    'NetCologne',
    8,
  ]),
  home(['GB', 'ENG', 'England', 'London', 'EC1A', 51.52, -0.1, 'Europe/London', 'en-GB', 'BT', 20]),
  home(['GB', 'SCT', 'Scotland', 'Edinburgh', 'EH1', 55.95, -3.19, 'Europe/London', 'en-GB', 'Sky', 5]),
  home(['FR', 'IDF', 'Île-de-France', 'Paris', '75001', 48.86, 2.34, 'Europe/Paris', 'fr-FR', 'Orange', 12]),
  home(['IT', '65', 'Abruzzo', `L'Aquila`, '67100', 42.35, 13.4, 'Europe/Rome', 'it-IT', 'TIM', 4]),
  home(['CH', 'ZH', 'Zürich', 'Zürich', '8001', 47.37, 8.54, 'Europe/Zurich', 'de-CH', 'Swisscom', 4]),
  home(['US', 'NY', 'New York', 'New York', '10001', 40.75, -74, 'America/New_York', 'en-US', 'Verizon', 12]),
  home([
    'US',
    'CA',
    'California',
    'San José',
    '95113',
    37.33,
    -121.89,
    'America/Los_Angeles',
    'en-US',
    'Comcast',
    8,
  ]),
  home([
    'BR',
    'SP',
    'São Paulo',
    'São Paulo',
    '01000',
    -23.55,
    -46.63,
    'America/Sao_Paulo',
    'pt-BR',
    'Vivo',
    4,
  ]),
  home(['JP', '13', 'Tokyo', '東京', '100-0001', 35.69, 139.75, 'Asia/Tokyo', 'ja', 'NTT', 3]),
  home([
    'AU',
    'VIC',
    'Victoria',
    'Melbourne',
    '3000',
    -37.81,
    144.96,
    'Australia/Melbourne',
    'en-AU',
    'Telstra',
    2,
  ]),
]

function home(
  row: readonly [
    country: string,
    region: string,
    regionName: string,
    city: string,
    zipcode: string,
    latitude: number,
    longitude: number,
    timezone: string,
    language: string,
    isp: string,
    weight: number,
  ],
): Home {
  const [country, region, regionName, city, zipcode, latitude, longitude, timezone, language, isp, weight] =
    row
  return { country, region, regionName, city, zipcode, latitude, longitude, timezone, language, isp, weight }
}

/** A browser with its cookie. A customer who uses two browsers is two visitors with one `userId`. */
export interface Visitor {
  readonly index: number
  readonly domainUserId: string
  readonly networkUserId: string
  /** The account, if there is one; known only while logged in. */
  readonly account?: { readonly id: string; readonly email: string }
  readonly site: Site
  readonly device: Device
  readonly home: Home
  readonly ipAddress: string
}

/** The visitor of an index, always the same for a seed: nothing about visitors has to be kept in memory. */
export function visitorOf(seed: number, index: number): Visitor {
  const own = random(seedOf(seed, index, 1))
  const account = accountOf(seed, index)
  return {
    index,
    domainUserId: own.uuid(),
    networkUserId: own.uuid(),
    ...(account === undefined ? {} : { account }),
    site: own.weighted(sites),
    device: own.weighted(devices),
    home: own.weighted(homes),
    ipAddress: `${own.whole(11, 198)}.${own.whole(0, 255)}.${own.whole(0, 255)}.0`,
  }
}

/** Neighbouring indexes are one person: every fourth pair has an account, used from both browsers. */
function accountOf(seed: number, index: number): Visitor['account'] {
  const person = index >> 1
  const own = random(seedOf(seed, person, 2))
  if (!own.chance(0.25)) return undefined
  const name = own.pick(['ada', `sinéad.o'neill`, 'grace', 'linus', 'mia+news', 'zoë'])
  return { id: `customer-${person}`, email: `${name}.${person}@mail.example` }
}
