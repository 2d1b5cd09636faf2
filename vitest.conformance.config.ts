import { defineConfig } from 'vitest/config'

/** A statement of an account takes seconds, where one of a local server takes milliseconds. */
const hasAccount = Object.entries(process.env).some(
  ([name, value]) => /^SBE_TEST_(SNOWFLAKE|BIGQUERY)_/.test(name) && value !== '',
)

/** The product on servers that stand for other warehouses, or on real accounts: `npm run conformance`. */
export default defineConfig({
  test: {
    include: ['test/conformance/**/*.conformance.ts'],
    globalSetup: 'test/conformance/servers.ts',
    testTimeout: hasAccount ? 7_200_000 : 900_000,
    hookTimeout: hasAccount ? 1_200_000 : 120_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['verbose', './test/conformance/tally.ts'],
  },
})
