import type { Ansis } from 'ansis'
import type { Check } from './check.ts'

/** A line for each check, and below what failed what is wrong and what to do. */
export function checksText(checks: readonly Check[], paint: Ansis): string {
  const width = Math.max(...checks.map(({ check }) => check.length))
  return checks.flatMap((check) => linesOf(check, width, paint)).join('\n')
}

function linesOf(check: Check, width: number, paint: Ansis): readonly string[] {
  const name = check.check.padEnd(width)
  switch (check.status) {
    case 'ok':
      return [`${paint.green('✓')} ${name}  ${check.detail ?? ''}`.trimEnd()]
    case 'skipped':
      return [`${paint.dim('–')} ${name}  ${check.detail}`]
    case 'failed': {
      const { message, found, expected, fix } = check.problem
      const more = Object.entries({ found, expected, fix }).flatMap(([what, text]) =>
        text === undefined ? [] : [`    ${what}: ${text}`],
      )
      return [`${paint.red('✗')} ${name}  ${message}`, ...more]
    }
  }
}

/** The same for programs. */
export function checksJson(checks: readonly Check[]): string {
  const list = checks.map((check) => {
    const { check: name, status } = check
    if (status !== 'failed') return { check: name, status, detail: check.detail ?? null }
    const { message, found = null, expected = null, fix = null } = check.problem
    return { check: name, status, detail: message, found, expected, fix }
  })
  return JSON.stringify(list, null, 2)
}
