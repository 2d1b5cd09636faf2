import type { Engine } from '../support/engine.ts'
import { localEngine as bigquery } from './bigquery/engine.ts'
import { localEngine as snowflake } from './snowflake/engine.ts'

/**
 * The engines that are there in this run, by name: a server started by servers.ts, or a real account. Each
 * knows from the environment whether it is.
 */
const known: readonly Engine[] = [snowflake, bigquery].flatMap((engine) => engine(process.env) ?? [])

export const engines: readonly (readonly [string, Engine])[] = known.map((engine) => [engine.name, engine])
