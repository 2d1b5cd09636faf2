import { SbeError } from '../../src/errors.ts'
import type { AccountEngine } from './account-engine.ts'
import type { ParameterTypes } from './googlesql/judgement.ts'

/** A server that runs statements over tables with a row in each. */
export interface Execution {
  readonly refuses: (sql: string) => Promise<boolean>
  readonly close: () => Promise<void>
}

/** @param setUp makes the tables anew, whatever is there */
export async function executionOn(
  engine: AccountEngine,
  setUp: readonly string[],
  types: ParameterTypes,
): Promise<Execution> {
  const { warehouse, close } = await engine.open()
  const makeAnew = async () => {
    for (const text of setUp) await warehouse.execute({ text, parameters: {} })
  }
  await makeAnew()
  return {
    refuses: async (text) => {
      const parameters = Object.fromEntries(
        Object.entries(values).filter(([name]) => new RegExp(`[@:]${name}\\b`).test(text)),
      )
      const isQuery = /^(select|with)\b/.test(text)
      try {
        const statement = { text, parameters, types }
        if (isQuery) await warehouse.query(statement)
        else await warehouse.execute(statement)
      } catch (error) {
        if (!(error instanceof SbeError)) throw error
        return true
      }
      // what was taken may have changed them
      if (!isQuery) await makeAnew()
      return false
    },
    close,
  }
}

/** Of parameters that have names, and of the one that has a number. */
const values = { text: 'x', number: '1', time: '2024-03-01T00:00:00.000000Z', 1: 'x' }
