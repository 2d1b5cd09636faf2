import { fail } from '../../errors.ts'
import type { Options } from './command.ts'

/**
 * No argument holds a NUL, so it marks what was typed as a value: cac would read 0012 as 12, and a
 * text that looks like a flag as one.
 */
const mark = '\0'
export const marked = (text: string): string => mark + text
export const unmarked = (text: string): string => (text.startsWith(mark) ? text.slice(1) : text)

/**
 * Arguments with each flag in its long form and with its value, `--flag=value`, and every value marked.
 * Unknown flags stay as they are. Throws a usage error for a value that is missing, or too much.
 */
export function flagTokens(args: readonly string[], options: Options): readonly string[] {
  const shorts = new Map(
    Object.entries(options).flatMap(([name, { short }]) => (short === undefined ? [] : [[short, name]])),
  )
  const tokens: string[] = []
  const waiting = [...args]
  for (let token = waiting.shift(); token !== undefined; token = waiting.shift()) {
    if (token === '--') return [...tokens, ...waiting.map(marked)]
    if (!isFlag(token)) {
      tokens.push(marked(token))
      continue
    }
    const attached = attachedValue(token, shorts, options)
    if (attached !== undefined) {
      tokens.push(attached)
      continue
    }
    const at = token.indexOf('=')
    const written = at < 0 ? token : token.slice(0, at)
    const value = at < 0 ? undefined : token.slice(at + 1)
    const letters = written.startsWith('--') ? undefined : [...written.slice(1)]
    if (letters?.some((letter) => !shorts.has(letter))) {
      tokens.push(token)
      continue
    }
    const names = letters?.map((letter) => shorts.get(letter) ?? '') ?? [written.slice(2)]
    for (const [index, name] of names.entries()) {
      const option = Object.hasOwn(options, name) ? options[name] : undefined
      const given = index === names.length - 1 ? value : undefined
      if (option === undefined) tokens.push(given === undefined ? written : `${written}=${marked(given)}`)
      else if (option.value === undefined) tokens.push(bare(name, given))
      else
        tokens.push(
          `--${name}=${marked(given ?? typedValue(name, option.value, waiting, index < names.length - 1))}`,
        )
    }
  }
  return tokens
}

/** `-sshop_users`, as most programs take it for `-s shop_users`. */
function attachedValue(
  token: string,
  shorts: ReadonlyMap<string, string>,
  options: Options,
): string | undefined {
  const [, letter = '', value] = /^-([^-=])([^=].*)$/s.exec(token) ?? []
  const name = shorts.get(letter)
  if (name === undefined || value === undefined || options[name]?.value === undefined) return undefined
  return `--${name}=${marked(value)}`
}

/** A negative number is a value. */
function isFlag(token: string): boolean {
  return /^-[^\d]/.test(token)
}

function bare(name: string, value: string | undefined): string {
  if (value === undefined) return `--${name}`
  fail({
    code: 'usage',
    message: `--${name} takes no value`,
    found: `--${name}=${value}`,
    fix: `write --${name} alone`,
  })
}

function typedValue(name: string, placeholder: string, waiting: string[], hasNoRoom: boolean): string {
  const [next] = waiting
  if (hasNoRoom || next === undefined || isFlag(next)) {
    fail({
      code: 'usage',
      message: `--${name} has no value`,
      expected: `--${name} ${placeholder}`,
      ...(next === undefined || hasNoRoom
        ? {}
        : { fix: `if ${next} is meant to be the value: --${name}=${next}` }),
    })
  }
  waiting.shift()
  return next
}
