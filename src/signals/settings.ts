import type { SignalsConfig } from '../config/model.ts'
import { signalsVariables } from '../config/signals.ts'
import { didYouMean } from '../definition/document/index.ts'
import { fail, type Problem, SbeError } from '../errors.ts'

/** How the client proves who it is: a key that the console turns into tokens, or a token as it is. */
export type SignalsAuth =
  | {
      readonly kind: 'key'
      readonly consoleUrl: string
      readonly orgId: string
      readonly keyId: string
      readonly key: string
    }
  | { readonly kind: 'sandbox'; readonly token: string }

/** Everything the client needs; URLs without a trailing slash. */
export interface SignalsSettings {
  readonly apiUrl: string
  readonly auth: SignalsAuth
}

type Setting = keyof SignalsConfig

const usualConsole = 'https://console.snowplowanalytics.com'
/** `bdp` is what the Signals SDKs call a key of the console: https://pypi.org/project/snowplow-signals/ */
const authModes = ['bdp', 'sandbox']

/** Whether there is a Signals API to speak of: other tools of Snowplow's know the console's keys, too. */
export function namesSignals({ api_url, auth_mode, sandbox_token }: SignalsConfig): boolean {
  return [api_url, auth_mode, sandbox_token].some((setting) => setting !== undefined)
}

/** The settings of the client. Throws, for all at once, what is missing or can't be. */
export function signalsSettings(config: SignalsConfig): SignalsSettings {
  const mode = config.auth_mode ?? 'bdp'
  if (!authModes.includes(mode)) {
    const fix = didYouMean(mode, authModes)
    fail({
      code: 'config',
      message: `${signalsVariables.auth_mode[0]} (signals.auth_mode) is no way to sign in`,
      found: mode,
      expected: `${authModes.join(' or ')}; bdp without it`,
      ...(fix === undefined ? {} : { fix }),
    })
  }
  const needed: readonly Setting[] =
    mode === 'sandbox' ? ['api_url', 'sandbox_token'] : ['api_url', 'api_key', 'api_key_id', 'org_id']
  const missing = needed.filter((setting) => config[setting] === undefined)
  if (missing.length > 0) fail(missingProblem(missing, mode))

  const { api_url = '', console_url = usualConsole } = config
  const { api_key = '', api_key_id = '', org_id = '', sandbox_token = '' } = config
  const problems = [
    ...urlProblems('api_url', api_url),
    ...(mode === 'sandbox' ? [] : urlProblems('console_url', console_url)),
    ...needed.slice(1).flatMap((setting) => headerProblems(setting, config[setting] ?? '')),
  ]
  if (problems.length > 0) throw new SbeError(problems)
  return {
    apiUrl: withoutSlash(api_url),
    auth:
      mode === 'sandbox'
        ? { kind: 'sandbox', token: sandbox_token.trim() }
        : {
            kind: 'key',
            consoleUrl: withoutSlash(console_url),
            orgId: org_id.trim(),
            keyId: api_key_id.trim(),
            key: api_key.trim(),
          },
  }
}

/** The texts that must never be shown. */
export function secretsOf({ auth }: SignalsSettings): readonly string[] {
  return auth.kind === 'sandbox' ? [auth.token] : [auth.key, auth.keyId]
}

function missingProblem(missing: readonly Setting[], mode: string): Problem {
  const names = missing.map((setting) => signalsVariables[setting][0])
  const sandbox = `with ${signalsVariables.auth_mode[0]}=sandbox, ${signalsVariables.sandbox_token[0]} takes the place of key and organisation`
  return {
    code: 'config',
    message: `the Signals API is not set up: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} not set`,
    expected: `${names.length === 1 ? 'it' : 'them'}, or signals: {${missing.join(', ')}} in the config`,
    fix: `set ${names.length === 1 ? 'it' : 'them'} in the environment, or in .env beside the config${mode === 'sandbox' ? '' : `; ${sandbox}`}`,
  }
}

function urlProblems(setting: 'api_url' | 'console_url', text: string): readonly Problem[] {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  const of = `${signalsVariables[setting][0]} (signals.${setting})`
  const expected =
    setting === 'api_url'
      ? 'the URL of the Signals API, https://…, as the console shows it under Signals'
      : usualConsole
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    const fix = /^[\w.-]+\.\w+$/.test(text.trim()) ? { fix: `begin it with https://: https://${text}` } : {}
    return [{ code: 'config', message: `${of} is not a URL`, expected, ...fix }]
  }
  // a password in it would be shown wherever the URL is
  if (url.username !== '' || url.password !== '')
    return [{ code: 'config', message: `${of} has a user or a password in it`, expected }]
  if (url.search !== '' || url.hash !== '')
    return [{ code: 'config', message: `${of} has something behind its path`, expected }]
  if (/\/api\/v\d+\/?$/.test(url.pathname)) {
    return [{ code: 'config', message: `${of} ends with ${url.pathname}`, expected, fix: 'leave that out' }]
  }
  return []
}

/** A header's value, or a part of a URL; what is refused there would be shown by the one who refuses it. */
function headerProblems(setting: Setting, text: string): readonly Problem[] {
  if (/^[\x21-\x7e]+$/.test(text.trim())) return []
  const message = `${signalsVariables[setting][0]} (signals.${setting}) has a character that it can't have`
  return [{ code: 'config', message, expected: 'letters, digits and signs, without spaces or line breaks' }]
}

function withoutSlash(url: string): string {
  return url.trim().replace(/\/+$/, '')
}
