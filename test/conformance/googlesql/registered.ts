import type { Client } from './server.ts'
import type { Tables } from './type.ts'

/** Functions and tables are sent once for all statements over the same tables: gives the id of their catalogue. */
export function registered(
  client: Client,
  catalogue: (tables: Tables) => object,
): (tables: Tables) => Promise<number> {
  const ids = new WeakMap<Tables, Promise<number>>()
  return (tables) => {
    const known = ids.get(tables)
    if (known !== undefined) return known
    const simpleCatalog = { name: 'catalogue', ...catalogue(tables) }
    const made = client.registerCatalog({ simpleCatalog }).then(({ registeredId }) => registeredId)
    ids.set(tables, made)
    return made
  }
}
