import { startEvaluator } from './evaluator/evaluator.ts'
import { startRest } from './server/rest.ts'

/** Where the server of this run answers, for the processes of the tests. */
export const addressVariable = 'SBE_CONFORMANCE_BIGQUERY'

/** Starts BigQuery's API over GoogleSQL's own evaluator. */
export async function start(): Promise<{
  readonly env: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}> {
  const evaluator = await startEvaluator()
  const timeZone = process.env.SBE_ACCOUNT_ZONE ?? 'America/Los_Angeles'
  const rest = await startRest(evaluator, { timeZone, isOverridden: true })
  return {
    env: { [addressVariable]: rest.url },
    stop: async () => {
      await rest.stop()
      evaluator.stop()
    },
  }
}
