import { join } from 'node:path'
import { dialects } from '../../dialects/index.ts'
import type { Config, WarehouseInput } from '../../src/config/index.ts'
import { resolveConfig } from '../../src/config/resolve.ts'
import { schemaAt, treeOf } from '../../src/definition/document/index.ts'

export type AccountType = 'snowflake' | 'bigquery'
type Variables = Readonly<Record<string, string | undefined>>

/** A warehouse as a project names it: somebody's account, or a server that stands for one. */
export interface Account {
  /** The warehouse section of a config; secrets are references to `env`. */
  readonly section: WarehouseInput & { readonly type: AccountType }
  /** The variables that the section names, and those that drivers read. */
  readonly env: Variables
}

/** What an account takes at the least. Snowflake has other ways to log in, each a setting of the config. */
const needed: Readonly<Record<AccountType, readonly string[]>> = {
  snowflake: ['ACCOUNT', 'USER', 'PRIVATE_KEY_PATH', 'WAREHOUSE', 'DATABASE'],
  bigquery: ['PROJECT'],
}
const ofDrivers = ['GOOGLE_APPLICATION_CREDENTIALS', 'HTTPS_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS']

/**
 * The account that `SBE_TEST_<TYPE>_<SETTING>` describe, a setting in the words of the config:
 * `SBE_TEST_SNOWFLAKE_PRIVATE_KEY_PATH`, `SBE_TEST_SNOWFLAKE_OAUTH_TOKEN` (of `oauth.token`). Undefined where
 * none is set; variables that are set and empty are not, as those of secrets a pull request may not see.
 */
export function accountIn(type: AccountType, env: Variables): Account | undefined {
  const prefix = prefixOf(type)
  const names = Object.keys(env).filter((name) => name.startsWith(prefix) && env[name] !== '')
  if (names.length === 0) return undefined
  const section: Record<string, unknown> = {}
  for (const name of names) {
    const [setting, inner] = pathOf(type, name.slice(prefix.length).toLowerCase())
    const value = `\${${name}}`
    const before = section[setting]
    section[setting] =
      inner === undefined ? value : { ...(typeof before === 'object' ? before : {}), [inner]: value }
  }
  const given = [...names, ...ofDrivers].map((name) => [name, env[name]] as const)
  return { section: { ...section, type }, env: Object.fromEntries(given) }
}

/** Why there is no account, for the reader of a skipped test. */
export function whyNone(type: AccountType): string {
  const names = needed[type].map((name) => `${prefixOf(type)}${name}`)
  return `not set: ${names.join(', ')} (see "Real accounts" in CONTRIBUTING.md)`
}

/** The config of a project in this folder. Throws for a setting that is missing, wrong or not known, by its name. */
export function configOf({ section, env }: Account): Config {
  const folder = process.cwd()
  const document = treeOf(
    { warehouse: section, source: { table: 'atomic.events' } },
    { file: `${prefixOf(section.type)}*`, path: [] },
  )
  return resolveConfig(document, { file: join(folder, 'sbe.config.yaml'), env, dialects })
}

function prefixOf(type: AccountType): string {
  return `SBE_TEST_${type.toUpperCase()}_`
}

/** `oauth_token` is the token of `oauth`; what no setting is called stays as it is, for the config to refuse. */
function pathOf(type: AccountType, name: string): readonly [setting: string, inner?: string] {
  const schema = dialects[type].configSchema
  const words = name.split('_')
  const paths = words
    .slice(1)
    .map((_, index): readonly [string, string] => [
      words.slice(0, index + 1).join('_'),
      words.slice(index + 1).join('_'),
    ])
  const known = (path: readonly string[]): boolean => schemaAt(schema, {}, path) !== undefined
  return known([name]) ? [name] : (paths.find(known) ?? [name])
}
