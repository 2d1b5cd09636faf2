import { SbeError } from '../errors.ts'
import type { BoundStatement, Warehouse } from '../warehouse.ts'
import type { RunEvent } from './events.ts'

/** A warehouse that tells of every statement, and whose errors say which statement failed. */
export function toldWarehouse(
  warehouse: Warehouse,
  clock: () => number,
  emit: (event: RunEvent) => void,
): Warehouse {
  const told = async <Result>(
    statements: readonly BoundStatement[],
    work: () => Promise<Result>,
    rowsOf: (result: Result) => number | null,
  ): Promise<Result> => {
    const began = clock()
    const tell = (outcome: { readonly rows: number | null; readonly error?: string }): void => {
      const ms = clock() - began
      for (const { text, parameters, label } of statements) {
        emit({ type: 'statement', step: '', name: '', ...label, text, parameters, ms, ...outcome })
      }
    }
    try {
      const result = await work()
      tell({ rows: rowsOf(result) })
      return result
    } catch (error) {
      tell({ rows: null, error: error instanceof Error ? error.message : String(error) })
      throw error instanceof SbeError ? withStatement(error, statements[0]) : error
    }
  }
  return {
    ...warehouse,
    execute: (statement) =>
      told(
        [statement],
        () => warehouse.execute(statement),
        (rows) => rows,
      ),
    executeTogether: (statements) =>
      told(
        statements,
        () => warehouse.executeTogether(statements),
        () => null,
      ),
    query: (statement) =>
      told(
        [statement],
        () => warehouse.query(statement),
        () => null,
      ),
  }
}

/** The error with the statement's name before it, as a person would look it up in what compile prints. */
function withStatement(error: SbeError, statement: BoundStatement | undefined): SbeError {
  const { label } = statement ?? {}
  if (label === undefined) return error
  const place = `${[label.group, label.step].filter((part) => part !== undefined).join(' ')} (${label.name})`
  const problems = error.problems.map((problem) => ({ ...problem, message: `${place}: ${problem.message}` }))
  return new SbeError(problems, { cause: error.cause })
}
