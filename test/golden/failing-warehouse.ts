import { fail } from '../../src/errors.ts'
import type { BoundStatement, Warehouse } from '../../src/warehouse.ts'

/** Which statement fails, and whether the warehouse had done it by then. */
export interface Failure {
  readonly at: (text: string) => boolean
  readonly when: 'before' | 'after'
}

/** The warehouse, but for one statement: the first that the failure names. */
export function failingOnce(
  warehouse: Warehouse,
  { at, when }: Failure,
): Warehouse & { readonly failed: () => boolean } {
  let failed = false
  const guarded = async <Result>(text: string, work: () => Promise<Result>): Promise<Result> => {
    const fails = !failed && at(text)
    if (!fails) return work()
    failed = true
    if (when === 'after') await work()
    return fail({ code: 'step', message: 'the connection was cut' })
  }
  const textOf = (statements: readonly BoundStatement[]): string =>
    statements.map(({ text }) => text).join(';\n')
  return {
    ...warehouse,
    execute: (statement) => guarded(statement.text, () => warehouse.execute(statement)),
    executeTogether: (statements) => guarded(textOf(statements), () => warehouse.executeTogether(statements)),
    query: (statement) => guarded(statement.text, () => warehouse.query(statement)),
    failed: () => failed,
  }
}
