import type { Engine } from '../support/engine.ts'
import { knownEngines } from './bigquery/engine.ts'
import { localEngine } from './snowflake/engine.ts'

/**
 * The engines that are there in this run, by name: a server started by servers.ts, or a real account. Each
 * knows from the environment whether it is.
 */
const known: readonly Engine[] = [localEngine(process.env), ...knownEngines()].filter(
  (engine) => engine !== undefined,
)

export const engines: readonly (readonly [string, Engine])[] = known.map((engine) => [engine.name, engine])
