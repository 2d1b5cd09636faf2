import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { warehouse } from '../../dialects/duckdb/warehouse.ts'

it.each([
  ['a row', "update ledger set version = 2 where name = 'a'"],
  ['a column', 'alter table ledger add column other integer'],
])('a statement that meets another transaction on %s may be sent again', async (_, text) => {
  const instance = await DuckDBInstance.create(':memory:')
  const first = await instance.connect()
  const second = await instance.connect()
  const { execute } = warehouse(second, () => second.closeSync())
  const statement = { text, parameters: {} }
  await first.run("create table ledger as select 'a' as name, 1 as version")
  await first.run(`begin; ${text}`)
  await expect(execute(statement)).rejects.toMatchObject({ code: 'unreachable' })
  await first.run('rollback')
  await execute(statement)
  first.closeSync()
  second.closeSync()
  instance.closeSync()
})
