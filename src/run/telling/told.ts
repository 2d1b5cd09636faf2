import { SbeError } from '../../errors.ts'
import type { BoundStatement, Figures, Told, Warehouse } from '../../warehouse.ts'
import type { RunEvent } from './events.ts'

/** A warehouse that tells of every statement, and whose errors say which statement failed. */
export function toldWarehouse(
  warehouse: Warehouse,
  clock: () => number,
  emit: (event: RunEvent) => void,
): Warehouse {
  const told = async <Result>(
    statements: readonly BoundStatement[],
    work: (hear: Told) => Promise<Result>,
    rowsOf: (result: Result) => number | null,
  ): Promise<Result> => {
    const began = clock()
    let figures: Figures = {}
    const hear: Told = (heard) => {
      figures = heard
    }
    const tell = (outcome: { readonly rows: number | null; readonly error?: string }): void => {
      const ms = clock() - began
      for (const { text, parameters, label } of statements) {
        emit({
          type: 'statement',
          step: '',
          name: '',
          ...label,
          text,
          parameters,
          ms,
          ...figures,
          ...outcome,
        })
      }
    }
    try {
      const result = await work(hear)
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
        (hear) => warehouse.execute(statement, hear),
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
        (hear) => warehouse.query(statement, hear),
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
