import type { ErrorCode } from '../../src/errors.ts'
import { fail, SbeError } from '../../src/errors.ts'

/** Of two transactions that meet on a row or a table the later fails: https://duckdb.org/docs/stable/connect/concurrency */
const conflict = /^TransactionContext Error: (Conflict|Catalog write-write conflict|Transaction conflict)/

/** What failed, from the name DuckDB puts before its messages. */
function codeOf(message: string): ErrorCode {
  if (message.startsWith('INTERRUPT Error')) return 'interrupted'
  if (/^Catalog Error: .*(does not exist|is not in the search path)/.test(message)) return 'missing'
  if (conflict.test(message)) return 'unreachable'
  if (message.startsWith('Permission Error')) return 'permission'
  if (/read-only mode/.test(message)) return 'permission'
  return 'step'
}

/** A failed statement as our error, DuckDB's own first line in it. */
export function statementError(error: unknown): SbeError {
  if (error instanceof SbeError) return error
  const message = error instanceof Error ? error.message : String(error)
  const [line] = message.split('\n')
  const code = codeOf(message)
  if (code === 'interrupted') return new SbeError([{ code, message: 'interrupted' }], { cause: error })
  return new SbeError([{ code, message: `DuckDB: ${line ?? message}` }], { cause: error })
}

/** A file that could not be opened: who holds it, or what it is instead of a database. */
export function openError(error: unknown, path: string): never {
  const message = error instanceof Error ? error.message : String(error)
  const holder = /Conflicting lock is held in (.+?) \(PID (\d+)\)/.exec(message)
  if (holder !== null || message.includes('Could not set lock')) {
    fail(
      {
        code: 'lease',
        message: `the DuckDB file ${path} is in use by another process`,
        ...(holder === null ? {} : { found: `held by ${holder[1]}, process ${holder[2]}` }),
        fix: 'wait for that process, or close it; a DuckDB file has one writer at a time',
      },
      error,
    )
  }
  if (message.includes('not a valid DuckDB database')) {
    fail(
      {
        code: 'missing',
        message: `${path} is not a DuckDB database`,
        expected: 'a file that DuckDB wrote',
        fix: 'correct warehouse.path',
      },
      error,
    )
  }
  const [line] = message.split('\n')
  fail(
    {
      code: 'missing',
      message: `can't open the DuckDB file ${path}`,
      found: line ?? message,
      fix: 'correct warehouse.path',
    },
    error,
  )
}
