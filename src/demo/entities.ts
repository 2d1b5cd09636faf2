import type { EventRow, EventValue } from './event.ts'
import type { CartLine, Session, Step } from './step.ts'

type Entities = readonly EventValue[] | null

/** The columns of a step's entities; null where the event carries none of that schema. */
export interface EntityColumns {
  readonly webPage: Entities
  readonly clientSession: Entities
  readonly eventSpecification: Entities
  readonly page: Entities
  readonly user: Entities
  readonly cart: Entities
  readonly product: Entities
  readonly checkoutStep: Entities
  readonly transaction: Entities
}

/** What a step carries beside its own properties. `eventIndex` is 1 for a session's first event. */
export function entitiesOf(
  session: Session,
  step: Step,
  eventIndex: number,
  firstEventId: string,
): EntityColumns {
  const { view, hit } = step
  const { site, account, home } = session.visitor
  const sale = hit.kind === 'ecommerce' ? hit : undefined
  return {
    webPage: [{ id: view.id }],
    clientSession: [
      {
        userId: session.visitor.domainUserId,
        sessionId: session.id,
        sessionIndex: session.index,
        eventIndex,
        previousSessionId: session.previousId ?? null,
        storageMechanism: 'COOKIE_1',
        firstEventId,
        firstEventTimestamp: new Date(session.start).toISOString(),
      },
    ],
    eventSpecification: sale === undefined ? null : (specifications[sale.action] ?? null),
    page: site.sells
      ? [{ type: view.page.type, language: home.language.slice(0, 2), locale: home.language }]
      : null,
    user:
      account !== undefined && step.loggedIn
        ? [{ id: account.id, email: account.email, is_guest: false }]
        : sale?.checkoutStep === undefined
          ? null
          : [{ id: session.visitor.domainUserId, is_guest: true }],
    cart:
      sale?.cart === undefined
        ? null
        : [{ cart_id: session.id, currency: site.currency, total_value: total(sale.cart, site.rate) }],
    product: sale === undefined ? null : sale.lines.map((line, at) => product(line, at, session)),
    checkoutStep: sale?.checkoutStep === undefined ? null : [checkout(sale.checkoutStep, session, step)],
    transaction:
      sale?.transaction === undefined ? null : [transaction(sale.transaction, sale.lines, session)],
  }
}

/** Tracking-plan ids, which only some events have. */
const specifications: Readonly<Record<string, readonly EventRow[]>> = {
  transaction: [
    {
      id: '4f1b7a52-6c1e-4f0e-9a40-0d4f7a8f2b11',
      name: 'Purchase',
      data_product_id: '0b5a1d1e-2f43-4b8e-8a9d-7c51f5f0a001',
      data_product_name: 'Checkout',
    },
  ],
  add_to_cart: [{ id: 'c0a6c2be-7d0a-4d36-b1c4-52a5a9d0ee02', name: 'Add to cart' }],
}

function product({ product: sold, quantity, size }: CartLine, at: number, session: Session): EventRow {
  const { rate, currency } = session.visitor.site
  return {
    id: sold.id,
    name: sold.name,
    category: sold.category,
    brand: sold.brand,
    currency,
    price: cents(sold.price * rate),
    list_price: cents(sold.price * rate * 1.1),
    quantity,
    size: size ?? null,
    inventory_status: sold.weight > 1 ? 'in stock' : 'last one',
    position: at + 1,
  }
}

function checkout(step: number, session: Session, { loggedIn }: Step): EventRow {
  const { home } = session.visitor
  const address = `12 Main St, ${home.zipcode} ${home.city}`
  return {
    step,
    account_type: loggedIn ? 'existing' : 'guest',
    ...(step >= 2 ? { shipping_postcode: home.zipcode, shipping_full_address: address } : {}),
    ...(step >= 2 ? { delivery_provider: 'Parcel & Co', delivery_method: 'standard' } : {}),
    ...(step >= 3 ? { billing_postcode: home.zipcode, billing_full_address: address } : {}),
    ...(step >= 3 ? { payment_method: 'card', marketing_opt_in: session.index % 3 === 0 } : {}),
  }
}

function transaction(
  bought: NonNullable<Extract<Step['hit'], { kind: 'ecommerce' }>['transaction']>,
  lines: readonly CartLine[],
  session: Session,
): EventRow {
  const { rate, currency } = session.visitor.site
  const goods = total(lines, rate)
  return {
    transaction_id: bought.id,
    currency,
    payment_method: bought.paymentMethod,
    revenue: cents(goods + bought.shipping - bought.discount),
    total_quantity: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    credit_order: bought.paymentMethod === 'invoice',
    discount_code: bought.discountCode ?? null,
    discount_amount: bought.discount,
    shipping: bought.shipping,
    tax: cents(goods - goods / 1.19),
  }
}

function total(lines: readonly CartLine[], rate: number): number {
  return cents(lines.reduce((sum, { product: sold, quantity }) => sum + sold.price * rate * quantity, 0))
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100
}
