import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // with the real dbt: npm run test:dbt
    exclude: [...configDefaults.exclude, 'test/dbt/**'],
    testTimeout: 600_000,
    // A process per worker: the DuckDB binding is native code and must not share a thread.
    pool: 'forks',
    maxWorkers: 2,
  },
})
