import type { Mistake, Right } from './mistakes.ts'

const judges = ['lint', 'typing', 'execution'] as const

/** A statement, and which judges refuse it. */
export type Found = (Mistake | Right) & { readonly by: Readonly<Record<(typeof judges)[number], boolean>> }

export function judgesText(
  warehouses: readonly (readonly [name: string, found: readonly Found[]])[],
): string {
  return `${head}${warehouses.map(([name, found]) => ofWarehouse(name, found)).join('')}`
}

const head = `# Who finds which mistake
Statements that a warehouse refuses, or reads otherwise than they were meant, and statements it takes, given to every
judge that needs no account. CONTRIBUTING.md says what each of them is. This file is written by
\`test/conformance/judges.conformance.ts\`, which fails when it is not what was found.

- **lint**: the rules over the golden SQL, each of one spelling that went wrong before.
- **typing**: the analyzer and the checks before it.
- **execution**: the statement run by the server that stands for the warehouse in conformance, over one row;
  that it breaks over it counts, too.
- **nobody** is for an account to say.
`

function ofWarehouse(name: string, found: readonly Found[]): string {
  const mistakes = found.filter((each) => 'foundBy' in each)
  const right = found.filter((each) => !('foundBy' in each))
  const nobody = mistakes.filter(({ by }) => judges.every((judge) => !by[judge])).length
  const counted = judges.map((judge) => {
    const count = (of: readonly Found[]) => of.filter(({ by }) => by[judge]).length
    return `| ${judge} | ${count(mistakes)} | ${count(right)} |`
  })
  return `
## ${name}
| | of ${mistakes.length} mistakes finds | of ${right.length} right statements refuses |
|---|---|---|
${counted.join('\n')}
| nobody | ${nobody} | |

${table(mistakes)}

What ${name} takes:

${table(right)}
`
}

function table(found: readonly Found[]): string {
  const rows = found.map((each) => {
    const why = 'because' in each ? each.because : (each.refusedBecause ?? '')
    const marks = judges.map((judge) => (each.by[judge] ? 'refused' : ''))
    return `| ${[each.what, code(each.sql), why].map(escaped).join(' | ')} | ${marks.join(' | ')} |`
  })
  return [`| what | statement | why | ${judges.join(' | ')} |`, '|---|---|---|---|---|---|', ...rows].join(
    '\n',
  )
}

const code = (sql: string): string => (sql.includes('`') ? `\`\` ${sql} \`\`` : `\`${sql}\``)
const escaped = (cell: string): string => cell.replaceAll('|', '\\|')
