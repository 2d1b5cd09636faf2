import type { Environment } from './environment.ts'
import type { SignalsConfig } from './model.ts'

/** The environment variables of each setting; the first that is set counts. */
export const signalsVariables = {
  api_url: ['SNOWPLOW_API_URL'],
  api_key: ['SNOWPLOW_API_KEY', 'SNOWPLOW_CONSOLE_API_KEY'],
  api_key_id: ['SNOWPLOW_API_KEY_ID', 'SNOWPLOW_CONSOLE_API_KEY_ID'],
  org_id: ['SNOWPLOW_ORG_ID', 'SNOWPLOW_CONSOLE_ORG_ID'],
  auth_mode: ['SNOWPLOW_AUTH_MODE'],
  sandbox_token: ['SNOWPLOW_SANDBOX_TOKEN'],
  console_url: ['SNOWPLOW_CONSOLE_URL'],
} as const satisfies Record<keyof SignalsConfig, readonly string[]>

/** What the file says of the Signals API, and the environment for the rest. A variable of spaces is not set. */
export function signalsOf(given: SignalsConfig, env: Environment): SignalsConfig {
  const found = Object.entries(signalsVariables).flatMap(([name, variables]) => {
    const values = variables.map((variable) => env[variable]?.trim())
    const value = values.find((text) => text !== undefined && text !== '')
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(found), ...given }
}
