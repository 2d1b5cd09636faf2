/** What the demo's shop sells, and the pages of its sites. */

export interface Product {
  readonly id: string
  readonly name: string
  readonly category: string
  readonly brand: string
  /** In euros; other currencies are converted by `Site.rate`. */
  readonly price: number
  readonly sizes: readonly string[]
  readonly weight: number
}

type Products = readonly [Product, ...Product[]]

/** Names hold the quotes, backslashes and emoji that real catalogues hold. */
export const products: Products = [
  book('B-1001', `O'Reilly: Learning SQL`, 'books/data', `O'Reilly Media`, 41.9, 9),
  book('B-1002', 'The "Big" Data Warehouse', 'books/data', 'Kimball & Sons', 54.5, 5),
  book('B-1003', 'Streams, Windows & Watermarks', 'books/data', `O'Reilly Media`, 48.0, 4),
  book('B-1004', 'Cooking for Analysts', 'books/cooking', 'Löffel Verlag', 27.9, 3),
  book('B-1005', '東京 on Foot', 'books/travel', 'Kiso Press', 19.5, 2),
  wearable('C-2001', 'Plain T-shirt', 'clothes/shirts', 'Snowdrop', 15, 10),
  wearable('C-2002', 'Shirt "SELECT *"', 'clothes/shirts', 'Snowdrop', 22.5, 7),
  wearable('C-2003', 'Winter jumper ❄️', 'clothes/jumpers', 'Nordøst', 59.99, 4),
  wearable('C-2004', 'Rain jacket', 'clothes/jackets', 'Nordøst', 129, 2),
  wearable('C-2005', 'Socks, 3 pairs', 'clothes/socks', 'Snowdrop', 9.99, 8),
  thing('H-3001', 'Mug 🦆 0.3 l', 'home/kitchen', 'Duck & Co', 12.5, 9),
  thing('H-3002', 'French press 1 l', 'home/kitchen', 'Caffè Uno', 34.9, 4),
  thing('H-3003', 'Desk lamp', 'home/office', 'Lux\\Lumen', 45, 3),
  thing('H-3004', `Notebook 5" × 8" 100%`, 'home/office', 'Kiso Press', 7.5, 8),
  thing('H-3005', 'Standing desk', 'home/office', 'Nordøst', 389, 1),
  thing('E-4001', 'Keyboard, mechanical', 'electronics/computers', 'Klick_Klack', 99.9, 3),
  thing('E-4002', 'Headphones', 'electronics/audio', 'Bärenton', 149, 3),
  thing('E-4003', 'USB-C cable 2 m', 'electronics/computers', 'Klick_Klack', 11.9, 6),
  thing('E-4004', 'Power bank 10\\20 Ah', 'electronics/mobile', 'Klick_Klack', 29.9, 4),
  thing('G-5001', 'Gift card', 'gifts', 'Snowdrop', 25, 3),
]

function book(id: string, name: string, category: string, brand: string, price: number, weight: number) {
  return { id, name, category, brand, price, sizes: [], weight }
}

function thing(id: string, name: string, category: string, brand: string, price: number, weight: number) {
  return { id, name, category, brand, price, sizes: [], weight }
}

function wearable(id: string, name: string, category: string, brand: string, price: number, weight: number) {
  return { id, name, category, brand, price, sizes: ['S', 'M', 'L', 'XL'], weight }
}

export interface Site {
  readonly appId: string
  readonly host: string
  readonly currency: string
  /** Units of `currency` for one euro. */
  readonly rate: number
  readonly sells: boolean
  readonly weight: number
}

export const sites: readonly [Site, ...Site[]] = [
  { appId: 'shop-eu', host: 'www.snowdrop.example', currency: 'EUR', rate: 1, sells: true, weight: 60 },
  { appId: 'shop-uk', host: 'www.snowdrop.co.example', currency: 'GBP', rate: 0.86, sells: true, weight: 25 },
  { appId: 'blog', host: 'blog.snowdrop.example', currency: 'EUR', rate: 1, sells: false, weight: 14 },
  {
    appId: 'shop-staging',
    host: 'staging.snowdrop.example',
    currency: 'EUR',
    rate: 1,
    sells: true,
    weight: 1,
  },
]

export interface Page {
  readonly path: string
  readonly title: string
  /** As the e-commerce page entity calls it. */
  readonly type: string
  /** Without the question mark. */
  readonly query?: string
}

export const homePage: Page = { path: '/', title: 'Snowdrop – books, clothes & more', type: 'homepage' }
export const cartPage: Page = { path: '/cart', title: 'Your cart', type: 'cart' }
export const thanksPage: Page = { path: '/order-complete', title: 'Thank you! 🎉', type: 'order complete' }

/** The page of one of the checkout's steps, from 1. */
export function checkoutPage(step: number): Page {
  return { path: `/checkout/step-${step}`, title: `Checkout – step ${step}`, type: 'checkout' }
}

/** The page that lists a category. */
export function categoryPage(category: string): Page {
  return { path: `/c/${category}`, title: `Category: ${category}`, type: 'category' }
}

/** The page of one product. */
export function productPage(product: Product): Page {
  return { path: `/p/${product.id.toLowerCase()}`, title: product.name, type: 'product' }
}

/** The page of search results. */
export function searchPage(term: string): Page {
  return {
    path: '/search',
    title: `Search: ${term}`,
    type: 'search results',
    query: `q=${encodeURIComponent(term)}`,
  }
}

export const searchTerms = ['sql', `o'reilly`, 'mug 🦆', '100% cotton', 'jumper', 'c:\\temp'] as const

export const articles: readonly [Page, ...Page[]] = [
  { path: '/', title: 'The Snowdrop blog', type: 'blog' },
  { path: '/late-events', title: 'Late events and what they teach', type: 'blog' },
  { path: '/o-reilly-interview', title: `An evening with O'Reilly's editors`, type: 'blog' },
  { path: '/gift-guide', title: 'Gift guide: 20 "useful" things 🎁', type: 'blog' },
]
