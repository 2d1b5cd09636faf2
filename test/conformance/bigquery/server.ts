import { startEvaluator } from './evaluator/evaluator.ts'
import { startRest } from './server/rest.ts'

/** Where an account of this run answers, for the processes of the tests. */
export const addressVariable = 'SBE_CONFORMANCE_BIGQUERY'

/** Where one answers in which every job has the account's time zone, as those of dbt have, which say none. */
export const ownZoneVariable = 'SBE_CONFORMANCE_BIGQUERY_OWN_ZONE'

export function accountZone(): string {
  return process.env.SBE_ACCOUNT_ZONE ?? 'America/Los_Angeles'
}

/**
 * Starts two accounts over GoogleSQL's own evaluator, neither of them in UTC. In the first the product is right through
 * what it sends with a job, in the other only through what it writes.
 */
export async function start(): Promise<{
  readonly env: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}> {
  const evaluator = await startEvaluator()
  const usual = await startRest(evaluator, { timeZone: accountZone(), isOverridden: true })
  const ownZone = await startRest(evaluator, { timeZone: 'Asia/Kolkata', isOverridden: false })
  return {
    env: { [addressVariable]: usual.url, [ownZoneVariable]: ownZone.url },
    stop: async () => {
      await Promise.all([usual.stop(), ownZone.stop()])
      evaluator.stop()
    },
  }
}
