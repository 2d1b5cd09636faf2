import * as v from 'valibot'
import { fail } from '../errors.ts'
import { tokenAnswer } from './answers.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import { type About, notExpected, notJson, refusal } from './refusal.ts'
import type { SignalsSettings } from './settings.ts'
import { isExpired, readToken, type Token } from './token.ts'

const about: About = {
  of: 'the Snowplow console',
  address: 'SNOWPLOW_CONSOLE_URL',
  to: 'get a token for Signals',
}

/**
 * The bearer token of each call: the sandbox's own, or one that the console gives for the key, kept until its
 * end. Calls that begin together share one request. A failed request is made again by the next call.
 */
export function tokenSource(
  settings: SignalsSettings,
  send: (request: HttpRequest, about: About) => Promise<HttpResponse>,
  now: () => string,
): () => Promise<Token> {
  const { auth } = settings
  if (auth.kind === 'sandbox') {
    const token = readToken(auth.token)
    return () => Promise.resolve(token)
  }
  const { consoleUrl, orgId, keyId, key } = auth
  const request: HttpRequest = {
    method: 'GET',
    url: `${consoleUrl}/api/msc/v1/organizations/${encodeURIComponent(orgId)}/credentials/v3/token`,
    headers: { 'X-API-Key-Id': keyId, 'X-API-Key': key },
  }
  const fetchToken = async (): Promise<Token> => {
    const response = await send(request, about)
    const { status } = response
    if (status === 401 || status === 403) {
      fail({
        code: 'permission',
        message: 'the Snowplow console does not accept the API key',
        found: `${status} for the organisation ${orgId}`,
        fix: 'check SNOWPLOW_API_KEY and SNOWPLOW_API_KEY_ID, and that the key is of that organisation',
      })
    }
    if (status === 404) {
      fail({
        code: 'missing',
        message: 'the Snowplow console knows no such organisation',
        found: orgId,
        fix: 'correct SNOWPLOW_ORG_ID: it stands in the address of the console, behind its host',
      })
    }
    if (status !== 200 && status !== 201) throw refusal(response, request, about, settings, now())
    let json: unknown
    try {
      json = JSON.parse(response.text)
    } catch {
      notJson(response, request, about)
    }
    const read = v.safeParse(tokenAnswer, json)
    if (!read.success) notExpected(read.issues, request, about)
    return readToken(read.output.accessToken)
  }

  let held: Token | undefined
  let asked: Promise<Token> | undefined
  return () => {
    if (held !== undefined && !isExpired(held, now())) return Promise.resolve(held)
    asked ??= fetchToken()
      .then((token) => {
        held = token
        return token
      })
      .finally(() => {
        asked = undefined
      })
    return asked
  }
}
