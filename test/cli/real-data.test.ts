import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, test } from 'vitest'
import { build, folder, sbe, sharedData } from './sbe.ts'

beforeAll(build)

async function warehouseOf(parquet: string, file: string): Promise<void> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  await connection.run('create schema atomic')
  await connection.run(`create table atomic.events as from '${parquet}'`)
  connection.closeSync()
  instance.closeSync()
}

// the real events have a licence of their own and are no part of the project
describe.runIf(existsSync(sharedData)).each(['struct', 'json'] as const)(
  'on real events in %s columns',
  (layout) => {
    test('a new project works with nothing but the path edited', async () => {
      const home = folder()
      await warehouseOf(join(sharedData, `ecommerce-${layout}.parquet`), join(home, 'events.duckdb'))
      expect(sbe(home, 'init', 'shop').code).toBe(0)
      const shop = join(home, 'shop')
      const config = join(shop, 'sbe.config.yaml')
      const text = readFileSync(config, 'utf8').replace('path: ./warehouse.duckdb', 'path: ../events.duckdb')
      writeFileSync(config, text.replace('properties: struct', `properties: ${layout}`))

      expect(sbe(shop, 'compile').code).toBe(0)
      expect(sbe(shop, 'preview', 'shop_users', '--limit', '2').code).toBe(0)
      const run = sbe(shop, 'run', '--as-of', '2022-12-23')
      expect(run.code).toBe(0)
      expect(run.stdout).toMatchSnapshot()
      const preview = sbe(shop, 'preview', 'shop_users', '--limit', '100', '--json')
      expect(preview.code).toBe(0)
      const rows = JSON.parse(preview.stdout) as readonly { readonly events_total: number }[]
      expect(rows.length).toBe(60)
      // 11 of the 835 events have no domain_userid
      expect(rows.reduce((sum, row) => sum + row.events_total, 0)).toBe(824)
    })
  },
)
