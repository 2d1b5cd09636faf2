import { defineConfig } from 'vitest/config'

/** `npm run test:dbt`: what needs the real dbt, and so Python. */
export default defineConfig({
  test: {
    include: ['test/dbt/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // a dbt for each worker
    maxWorkers: 2,
  },
})
