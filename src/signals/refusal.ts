import * as v from 'valibot'
import { pathOf as issuePath } from '../definition/document/index.ts'
import { fail, type Problem, SbeError } from '../errors.ts'
import { errorAnswer } from './answers.ts'
import { parseExactJson } from './exact-json.ts'
import type { HttpRequest, HttpResponse, NoAnswer } from './http.ts'
import { type SignalsSettings, secretsOf } from './settings.ts'
import { isExpired, readToken } from './token.ts'

/** What a call is about, in the words of an error. */
export interface About {
  /** Whom it is asked: `the Signals API`, `the Snowplow console`. */
  readonly of: string
  /** The variable with the address. */
  readonly address: string
  /** `list attribute groups`, `register the table of shop_users@1`. */
  readonly to: string
  /** `shop_users@1`. */
  readonly group?: string
}

/** Nobody answered. */
export function unanswered(error: NoAnswer, request: HttpRequest, about: About): never {
  if (error.kind === 'interrupted') fail({ code: 'interrupted', message: 'interrupted' }, error)
  fail(
    {
      code: 'unreachable',
      message: `can't ${about.to}: ${about.of} is not reachable`,
      found: `${error.message}, ${originOf(request.url)}`,
      fix: `try again later; if it stays like this, check ${about.address} and HTTPS_PROXY`,
    },
    error,
  )
}

/** An answer that is no JSON, where JSON is wanted. */
export function notJson(response: HttpResponse, request: HttpRequest, about: About): never {
  const what = /html/i.test(response.contentType) || /^\s*</.test(response.text) ? 'HTML' : 'no JSON'
  fail({
    code: 'unreachable',
    message: `can't ${about.to}: ${about.of} answered ${what}`,
    found: `${response.status} from ${request.method} ${request.url}`,
    expected: 'JSON',
    fix: `check ${about.address}: it may lead to a page, or through a proxy that answers itself`,
  })
}

/** JSON that is not what was asked for. */
export function notExpected(
  issues: readonly v.BaseIssue<unknown>[],
  request: HttpRequest,
  about: About,
): never {
  fail({
    code: 'unreachable',
    message: `can't ${about.to}: ${about.of} answered something else than sbe understands`,
    found: `${issueText(issues[0])}, from ${request.method} ${request.url}`,
    fix: `check ${about.address}; if it is right, this sbe is too old for the API`,
  })
}

/** Of a value nothing is said but what it should be: it may be a token. */
function issueText(issue: v.BaseIssue<unknown> | undefined): string {
  const path = pathOf(issue === undefined ? [] : issuePath(issue))
  const what = path === '' ? 'the answer' : path
  if (issue === undefined || issue.kind !== 'schema') return `${what} is not what it should be`
  return issue.received === 'undefined' ? `${what} is missing` : `${what} is not ${issue.expected}`
}

/** An answer that says no, as our error: by its status, with what its body says. */
export function refusal(
  response: HttpResponse,
  request: HttpRequest,
  about: About,
  settings: SignalsSettings,
  now: string,
  /** Secrets beside those of the settings. */
  tokens: readonly string[] = [],
): SbeError {
  const { status } = response
  const details = detailsOf(response, [...secretsOf(settings), ...tokens])
  const said = details.map(detailText).join('; ')
  const later = response.retryAfter === undefined ? '' : `; Retry-After: ${response.retryAfter}`
  const found = `${status}${said === '' ? '' : `: ${said}`}${later}`
  const one = (problem: Problem): SbeError => new SbeError([problem])
  if (status >= 300 && status < 400) {
    const to = URL.canParse(response.location ?? '', request.url)
      ? new URL(response.location ?? '', request.url).origin
      : 'elsewhere'
    return one({
      code: 'unreachable',
      message: `can't ${about.to}: ${about.of} sends the call elsewhere`,
      found: `${status} to ${to}`,
      fix: `set ${about.address} to the address itself: a key is not sent to another`,
    })
  }
  if (status === 401) return one(signInProblem(about, found, settings, now))
  if (status === 403) {
    const fix = 'ask who manages the organisation for a key that may'
    return one({ code: 'permission', message: `${about.of} does not allow to ${about.to}`, found, fix })
  }
  if (status === 404) {
    const message =
      about.group === undefined ? `can't ${about.to}` : `can't ${about.to}: ${about.group} is not in Signals`
    const fix =
      about.group === undefined
        ? `check ${about.address}`
        : 'define it in Signals and pull it, or create it as an external group with --external'
    return one({ code: 'missing', message, found, fix })
  }
  if (status === 429 || status >= 500) {
    const fix = 'try again later'
    return one({
      code: 'unreachable',
      message: `can't ${about.to}: ${about.of} is not able to answer`,
      found,
      fix,
    })
  }
  const subject = about.group === undefined ? '' : `${about.group}: `
  if (details.every(({ path }) => path === ''))
    return one({ code: 'step', message: `${subject}${about.of} refuses to ${about.to}`, found })
  return new SbeError(
    details.map(({ path, text }) => ({
      code: 'step',
      message: `${subject}${about.of} refuses ${path === '' ? 'it' : path}: ${text}`,
    })),
  )
}

function signInProblem(about: About, found: string, { auth }: SignalsSettings, now: string): Problem {
  if (auth.kind === 'key') {
    return {
      code: 'permission',
      message: `can't ${about.to}: ${about.of} does not accept the token of this API key`,
      found,
      fix: 'check that SNOWPLOW_API_URL belongs to the organisation SNOWPLOW_ORG_ID',
    }
  }
  const token = readToken(auth.token)
  const ended = token.expires === undefined ? '' : ` at ${new Date(token.expires).toISOString()}`
  return {
    code: 'permission',
    message: isExpired(token, now)
      ? `can't ${about.to}: the sandbox token has expired${ended}`
      : `can't ${about.to}: ${about.of} does not accept the sandbox token`,
    found,
    fix: 'copy a new token from the sandbox into SNOWPLOW_SANDBOX_TOKEN',
  }
}

interface Detail {
  /** `fields[2].name`, or empty. */
  readonly path: string
  readonly text: string
}

function detailText({ path, text }: Detail): string {
  return path === '' ? text : `${path}: ${text}`
}

/** What an error's body says, without anything secret that it may repeat. */
function detailsOf({ text }: HttpResponse, secrets: readonly string[]): readonly Detail[] {
  const parsed = v.safeParse(errorAnswer, jsonOf(text))
  if (!parsed.success) return []
  const { detail, message } = parsed.output
  const found = typeof detail === 'object' && !Array.isArray(detail) ? detail.message : (detail ?? message)
  const list = found === undefined ? [] : Array.isArray(found) ? found : [found]
  return list.map((item) => {
    const { loc, msg } = typeof item === 'string' ? { loc: [], msg: item } : item
    return { path: pathOf(loc), text: shortened(withoutSecrets(msg, secrets)) }
  })
}

/** `["body", "fields", 2, "name"]` as `fields[2].name`. */
function pathOf(loc: readonly (string | number)[]): string {
  const [first, ...rest] = loc
  const path = first === 'body' || first === 'query' || first === 'path' ? rest : loc
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
}

export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text)
}

function shortened(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`
}

function jsonOf(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch {
    return undefined
  }
}

function originOf(url: string): string {
  return new URL(url).origin
}
