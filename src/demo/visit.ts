import type { Arrival } from './channels.ts'
import type { Random } from './random.ts'
import {
  articles,
  cartPage,
  categoryPage,
  checkoutPage,
  homePage,
  type Page,
  type Product,
  productPage,
  products,
  searchPage,
  searchTerms,
  thanksPage,
} from './shop.ts'
import type { ActionType, CartLine, Hit, PageView, Session, Step } from './step.ts'

/** What a session's visitor does, in order of time: it takes less than a quarter of an hour. */
export function visit(session: Session, random: Random): readonly Step[] {
  const { site, account } = session.visitor
  const steps: Step[] = []
  const cart: CartLine[] = []
  let at = session.start
  let loggedIn = account !== undefined && random.chance(0.4)
  let view: PageView | undefined

  function hit(what: Hit): void {
    if (view !== undefined) steps.push({ view, hit: what, at, loggedIn })
    at += random.whole(150, 2500)
  }

  function open(page: Page): void {
    const arrival = view === undefined ? session.arrival : undefined
    const query = queryOf(page, arrival)
    view = {
      id: random.uuid(),
      page,
      url: `https://${site.host}${page.path}${query === '' ? '' : `?${query}`}`,
      ...(query === '' ? {} : { query }),
      ...(arrival === undefined ? {} : { arrival }),
      ...(view === undefined ? {} : { previous: withoutPrevious(view) }),
    }
    hit({ kind: 'page_view' })
  }

  function read(): void {
    for (let pings = random.whole(0, 3); pings > 0; pings--) {
      at += 10_000
      hit({ kind: 'page_ping', depth: random.whole(0, 3000) })
    }
    at += random.whole(1000, 9000)
  }

  function act(
    action: ActionType,
    lines: readonly CartLine[],
    more: Partial<Hit & { kind: 'ecommerce' }> = {},
  ) {
    hit({ kind: 'ecommerce', action, lines, ...more })
  }

  function readBlog(): void {
    for (let pages = random.whole(1, 4); pages > 0; pages--) {
      open(random.pick(articles))
      read()
    }
    if (random.chance(0.15)) {
      const label = random.pick(['footer', 'pop-up', `Don't miss "it"`])
      hit({
        kind: 'structured',
        category: 'newsletter',
        action: 'subscribe',
        label,
        value: random.whole(0, 5) / 2,
      })
    }
    if (random.chance(0.3)) {
      hit({ kind: 'link_click', target: 'https://www.snowdrop.example/?a=1&b="2"', content: 'To the shop →' })
    }
  }

  function browse(): void {
    const shown = [random.weighted(products), random.weighted(products), random.weighted(products)] as const
    const list = random.chance(0.2) ? searchPage(random.pick(searchTerms)) : categoryPage(shown[0].category)
    open(list)
    act('list_view', shown.map(single), { list: list.title })
    read()
    const chosen = random.pick(shown)
    act('list_click', [single(chosen)], { list: list.title })
    open(productPage(chosen))
    act('product_view', [single(chosen)])
    read()
    if (random.chance(0.35)) {
      const size = chosen.sizes[random.whole(0, chosen.sizes.length)]
      const quantity = random.chance(0.8) ? 1 : random.whole(2, 5)
      const line = { product: chosen, quantity, ...(size === undefined ? {} : { size }) }
      cart.push(line)
      act('add_to_cart', [line], { cart: [...cart] })
    }
  }

  function buy(): void {
    open(cartPage)
    if (random.chance(0.15)) {
      const removed = cart.pop()
      if (removed !== undefined) act('remove_from_cart', [removed], { cart: [...cart] })
    }
    if (cart.length === 0 || !random.chance(0.6)) return
    const lines = [...cart]
    for (const step of [1, 2, 3]) {
      open(checkoutPage(step))
      act('checkout_step', lines, { cart: lines, checkoutStep: step })
      if (step === 1 && account !== undefined) loggedIn = true
      at += random.whole(5000, 40_000)
      if (random.chance(0.1)) return
    }
    open(thanksPage)
    const discounted = random.chance(0.15)
    act('transaction', lines, {
      cart: lines,
      transaction: {
        id: `T-${random.hex(1)}`,
        paymentMethod: random.pick(['card', 'card', 'paypal', 'invoice', `gift card "G"`]),
        shipping: random.pick([0, 3.99, 4.99]),
        discount: discounted ? 5 : 0,
        ...(discounted ? { discountCode: random.pick(['AUTUMN5', `O'REILLY`, '5%_OFF']) } : {}),
      },
    })
  }

  if (!site.sells) {
    readBlog()
    return steps
  }
  if (random.chance(0.6)) {
    open(homePage)
    read()
  }
  for (let rounds = random.whole(0, 3); rounds >= 0; rounds--) browse()
  if (cart.length > 0 && random.chance(0.7)) buy()
  return steps
}

function single(product: Product): CartLine {
  return { product, quantity: 1 }
}

/** A page's referrer is the page before, not the chain of all pages before: that would keep them in memory. */
function withoutPrevious(view: PageView): PageView {
  const { previous: _, ...own } = view
  return own
}

function queryOf(page: Page, arrival: Arrival | undefined): string {
  const parts = page.query === undefined ? [] : [page.query]
  const utm = {
    utm_source: arrival?.source,
    utm_medium: arrival?.medium,
    utm_campaign: arrival?.campaign,
    utm_term: arrival?.term,
    utm_content: arrival?.content,
    [arrival?.network === 'Google' ? 'gclid' : 'fbclid']: arrival?.clickId,
  }
  for (const [name, value] of Object.entries(utm)) {
    if (value !== undefined) parts.push(`${name}=${encodeURIComponent(value)}`)
  }
  return parts.join('&')
}
