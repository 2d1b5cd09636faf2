import { onTestFinished } from 'vitest'
import type { Row, Warehouse } from '../../../src/warehouse.ts'
import { localEngine } from './engine.ts'

const engine = localEngine(process.env)

/** Whether the server was started: it was not where another warehouse is tried alone. */
export const isServed = engine !== undefined

/** A database of the server, through the product's own driver, for one test. */
export interface OneDatabase {
  readonly warehouse: Warehouse
  /** Gives the number of rows changed. */
  readonly execute: (text: string) => Promise<number>
  readonly query: (text: string) => Promise<readonly Row[]>
  readonly together: (...texts: readonly string[]) => Promise<void>
}

/** With a dataset `d` in it. */
export async function oneDatabase(): Promise<OneDatabase> {
  if (engine === undefined) throw new Error('the server was not started')
  const { warehouse, close } = await engine.open()
  onTestFinished(close)
  const plain = (text: string) => ({ text, parameters: {} })
  await warehouse.execute(plain('create schema d'))
  return {
    warehouse,
    execute: (text) => warehouse.execute(plain(text)),
    query: (text) => warehouse.query(plain(text)),
    together: (...texts) => warehouse.executeTogether(texts.map(plain)),
  }
}
