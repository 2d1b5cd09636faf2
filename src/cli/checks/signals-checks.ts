import type { Config } from '../../config/index.ts'
import type { Problem } from '../../errors.ts'
import { namesSignals, type SignalsClient } from '../../signals/index.ts'
import type { Context } from '../line/context.ts'
import { timeText } from '../screen/figures.ts'
import { withSignals } from '../signals.ts'
import { type Check, checked, failedCheck } from './check.ts'

/** Signals: its token, the API, and each thing that the API says it depends on. */
export async function signalsChecks(context: Context, { signals }: Config): Promise<readonly Check[]> {
  if (!namesSignals(signals)) {
    const detail =
      'not configured: SNOWPLOW_API_URL, SNOWPLOW_ORG_ID, SNOWPLOW_API_KEY_ID and SNOWPLOW_API_KEY'
    return [{ status: 'skipped', check: 'Signals', detail }]
  }
  try {
    return await withSignals(context, signals, async (client) => {
      const token = await checked('Signals token', async () => {
        const { expires } = await client.token()
        return expires === undefined ? 'without an end' : `until ${timeText(new Date(expires).toISOString())}`
      })
      if (token.status === 'failed')
        return [token, { status: 'skipped', check: 'Signals API', detail: 'not asked, without a token' }]
      return [token, ...(await apiChecks(client))]
    })
  } catch (error) {
    return [failedCheck('Signals settings', error)]
  }
}

async function apiChecks(client: SignalsClient): Promise<readonly Check[]> {
  // its health is anybody's to ask, so a token that is not accepted shows only where it is needed
  const registry = await checked('Signals API', async () => {
    const groups = await client.groups('warehouse')
    return `${groups.length} attribute group${groups.length === 1 ? '' : 's'} computed in the warehouse`
  })
  try {
    const { status, dependencies } = await client.health()
    const all = [{ name: 'health', status }, ...dependencies]
    return [registry, ...all.map(({ name, status: said }) => dependencyCheck(name, said))]
  } catch (error) {
    return [registry, failedCheck('Signals health', error)]
  }
}

function dependencyCheck(name: string, status: string): Check {
  const check = `Signals ${name}`
  if (/^(ok|up|healthy)$/i.test(status)) return { status: 'ok', check, detail: status }
  const problem: Problem = {
    code: 'unreachable',
    message: `says ${JSON.stringify(status)}`,
    fix: 'try again later; Snowplow runs it',
  }
  return { status: 'failed', check, problem }
}
