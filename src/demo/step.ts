import type { Arrival } from './channels.ts'
import type { Page, Product } from './shop.ts'
import type { Visitor } from './visitors.ts'

/** One stay of a visitor: the events until half an hour passes without any. */
export interface Session {
  readonly visitor: Visitor
  readonly id: string
  /** 1 for a visitor's first. */
  readonly index: number
  readonly previousId?: string
  readonly arrival: Arrival
  /** Epoch milliseconds. */
  readonly start: number
}

/** A page as it was opened once. */
export interface PageView {
  readonly id: string
  readonly page: Page
  readonly url: string
  readonly query?: string
  /** Only the landing page carries where the visit came from. */
  readonly arrival?: Arrival
  /** The page before, of the same visit. */
  readonly previous?: PageView
}

export type ActionType =
  | 'list_view'
  | 'list_click'
  | 'product_view'
  | 'add_to_cart'
  | 'remove_from_cart'
  | 'checkout_step'
  | 'transaction'

export interface CartLine {
  readonly product: Product
  readonly quantity: number
  readonly size?: string
}

export interface Transaction {
  readonly id: string
  readonly paymentMethod: string
  readonly shipping: number
  readonly discountCode?: string
  readonly discount: number
}

/** What a tracker sends. */
export type Hit =
  | { readonly kind: 'page_view' }
  | { readonly kind: 'page_ping'; readonly depth: number }
  | { readonly kind: 'link_click'; readonly target: string; readonly content: string }
  | {
      readonly kind: 'structured'
      readonly category: string
      readonly action: string
      readonly label: string
      readonly value: number
    }
  | {
      readonly kind: 'ecommerce'
      readonly action: ActionType
      /** The name of a list, where the action has one. */
      readonly list?: string
      readonly lines: readonly CartLine[]
      /** The whole cart, with the actions that change or buy it. */
      readonly cart?: readonly CartLine[]
      readonly checkoutStep?: number
      readonly transaction?: Transaction
    }

/** One event of a session. */
export interface Step {
  readonly view: PageView
  readonly hit: Hit
  /** Epoch milliseconds on the visitor's clock. */
  readonly at: number
  readonly loggedIn: boolean
}
