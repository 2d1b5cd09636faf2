import type { SignalsConfig } from '../config/index.ts'
import { openHttp, type SignalsClient, signalsClient, signalsSettings } from '../signals/index.ts'
import type { Context } from './line/context.ts'

/** Works with the Signals API that the config names. Throws, before any call, what is missing to reach it. */
export async function withSignals<Result>(
  { env, interrupted, newId, now, terminal, timers }: Context,
  config: SignalsConfig,
  work: (client: SignalsClient) => Promise<Result>,
): Promise<Result> {
  const settings = signalsSettings(config)
  const http = openHttp({ env, interrupted, timeoutMilliseconds: 30_000 })
  try {
    return await work(
      signalsClient({
        settings,
        http,
        patience: { sleep: timers.sleep, now, chance: () => chanceOf(newId()) },
        tell: (line) => terminal.detail(`signals: ${line}`),
      }),
    )
  } finally {
    await http.close()
  }
}

/** From 0 to 1, of a random id's first digits. */
function chanceOf(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16) / 2 ** 32
}
