import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { loadConfig } from '../../src/config/load.ts'
import type { Config } from '../../src/config/model.ts'
import { SbeError } from '../../src/errors.ts'

/** Two warehouses with settings of every kind. */
export const dialects = {
  duckdb: { configSchema: v.object({ path: v.optional(v.string(), './warehouse.duckdb') }) },
  snowflake: {
    configSchema: v.object({
      account: v.string(),
      user: v.string(),
      password: v.exactOptional(v.pipe(v.string(), v.minLength(3, 'is too short'))),
      private_key: v.exactOptional(v.string()),
      retries: v.exactOptional(v.number()),
    }),
  },
}

type Options = {
  file?: string
  target?: string
  env?: Record<string, string | undefined>
  also?: Record<string, string>
}

/** A config file's text, loaded in a folder of its own. */
export async function load(text: string, options: Options = {}): Promise<Config> {
  const { file = 'sbe.config.yaml', target, env = {}, also = {} } = options
  const cwd = await realpath(await mkdtemp(join(tmpdir(), 'config-')))
  try {
    for (const [name, content] of Object.entries({ [file]: text, ...also }))
      await writeFile(join(cwd, name), content)
    return await loadConfig({ cwd, env, dialects, file, target })
  } finally {
    await rm(cwd, { recursive: true })
  }
}

/** The messages of all errors of a config. */
export function errors(text: string, options: Options = {}): Promise<string> {
  return messages(() => load(text, options))
}

export async function messages(action: () => Promise<unknown>): Promise<string> {
  try {
    await action()
  } catch (error) {
    if (error instanceof SbeError) return error.message
    throw error
  }
  return 'no error'
}

export const minimal = 'warehouse: {type: duckdb}\nsource: {table: atomic.events}\n'
