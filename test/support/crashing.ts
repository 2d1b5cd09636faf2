import type { BoundStatement, Warehouse } from '../../src/warehouse.ts'

/** What a process that died leaves: nothing more is sent. It is no error the product may handle. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** A warehouse whose process dies before its nth statement: that one and all later calls throw. */
export function crashingWarehouse(
  warehouse: Warehouse,
  at: number | undefined,
): { readonly warehouse: Warehouse; readonly sent: readonly BoundStatement[] } {
  const sent: BoundStatement[] = []
  const survive = (statements: readonly BoundStatement[]): void => {
    sent.push(...statements.slice(0, 1))
    if (at !== undefined && sent.length >= at) throw new Crash(`died before statement ${at}`)
  }
  return {
    sent,
    warehouse: {
      ...warehouse,
      execute: async (statement) => {
        survive([statement])
        return await warehouse.execute(statement)
      },
      executeTogether: async (statements) => {
        survive(statements)
        await warehouse.executeTogether(statements)
      },
      query: async (statement) => {
        survive([statement])
        return await warehouse.query(statement)
      },
    },
  }
}

/** A warehouse whose process stalls before its nth statement, while something else happens. */
export function stallingWarehouse(
  warehouse: Warehouse,
  at: number,
  meanwhile: () => Promise<void>,
): Warehouse {
  let sent = 0
  const perhaps = async (): Promise<void> => {
    sent += 1
    if (sent === at) await meanwhile()
  }
  return {
    ...warehouse,
    execute: async (statement) => {
      await perhaps()
      return await warehouse.execute(statement)
    },
    executeTogether: async (statements) => {
      await perhaps()
      await warehouse.executeTogether(statements)
    },
    query: async (statement) => {
      await perhaps()
      return await warehouse.query(statement)
    },
  }
}
