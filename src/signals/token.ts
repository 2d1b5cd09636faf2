import * as v from 'valibot'

/** A bearer token, and when it ends in milliseconds since 1970, if it says so. */
export interface Token {
  readonly text: string
  readonly expires: number | undefined
}

const claims = v.looseObject({ exp: v.optional(v.number()) })

/**
 * A token with the end that it carries: a JWT's `exp`, in seconds (RFC 7519, 4.1.4). Its signature is the
 * API's to check. Any other text is a token without an end.
 */
export function readToken(text: string): Token {
  const [, payload = ''] = text.split('.')
  const read = v.safeParse(claims, jsonOf(Buffer.from(payload, 'base64url').toString('utf8')))
  const exp = read.success ? read.output.exp : undefined
  return { text, expires: exp === undefined ? undefined : exp * 1000 }
}

/** Whether its end has passed. */
export function isExpired({ expires }: Token, now: string): boolean {
  return expires !== undefined && expires <= Date.parse(now)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
