import { defineConfig } from 'vitest/config'

/** The product on servers that stand for other warehouses, or on real accounts: `npm run conformance`. */
export default defineConfig({
  test: {
    include: ['test/conformance/**/*.conformance.ts'],
    globalSetup: 'test/conformance/servers.ts',
    testTimeout: 300_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['verbose', './test/conformance/tally.ts'],
  },
})
