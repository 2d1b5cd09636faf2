import { parseYaml } from '../../src/definition/document/index.ts'
import { type Definitions, readTrees } from '../../src/definition/parse.ts'
import { describeProblem, SbeError } from '../../src/errors.ts'

/** Groups of a YAML text, as a file of this name would give them. */
export function read(yaml: string): Definitions {
  return readTrees([parseYaml(yaml, 'attributes/shop.yaml', 'definition')])
}

/** A group with one attribute, of these lines. */
export function withAttribute(lines: string): string {
  const indented = lines.split('\n').join('\n    ')
  return `name: shop\nattribute_key: domain_userid\nattributes:\n  - name: a\n    ${indented}\n`
}

/** The messages of all errors. */
export function errorsOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (error instanceof SbeError) return error.message
    throw error
  }
  return 'no error'
}

export async function errorsOfAsync(action: () => Promise<unknown>): Promise<string> {
  try {
    await action()
  } catch (error) {
    if (error instanceof SbeError) return error.message
    throw error
  }
  return 'no error'
}

/** The messages of the errors of a YAML text. */
export const errors = (yaml: string): string => errorsOf(() => read(yaml))

/** The messages of its warnings. */
export const warnings = (yaml: string): string => read(yaml).warnings.map(describeProblem).join('\n')
