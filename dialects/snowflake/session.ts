import type { Connection, RowStatement, StatementOption } from 'snowflake-sdk'
import type { Row } from '../../src/warehouse.ts'
import { rowOf } from './cells.ts'

/** What one statement gave. */
export interface Answer {
  readonly rows: readonly Row[]
  readonly queryId: string | undefined
}

/** A statement on its way; `cancel` stops it on the server. */
export interface Sent {
  readonly answer: Promise<Answer>
  /** Once the server has said it: what has an id can be asked for again. */
  readonly queryId: () => string | undefined
  readonly cancel: () => Promise<void>
}

/** How results are taken: by rows as they come, and numbers as text, as JavaScript's would lose digits. */
const taken = { streamResult: true, rowMode: 'array', fetchAsString: ['Number', 'JSON'] } as const

type Request = Omit<StatementOption, 'complete' | keyof typeof taken>

/**
 * A login that is made when it is first needed, and again after it ended. Statements of one session may
 * run side by side; a transaction needs one of its own.
 */
export class Session {
  private current: Promise<Connection> | undefined

  constructor(private readonly login: () => Promise<Connection>) {}

  connection(): Promise<Connection> {
    if (this.current === undefined) {
      const connecting = this.login()
      this.current = connecting
      connecting.catch(() => this.forget(connecting))
    }
    return this.current
  }

  /** The next statement logs in again, unless one has already. */
  async ended(connection: Connection): Promise<void> {
    const { current } = this
    if (current !== undefined && (await current.catch(() => undefined)) === connection) this.forget(current)
  }

  async close(): Promise<void> {
    const connection = await this.current?.catch(() => undefined)
    this.current = undefined
    if (connection === undefined) return
    // a session that could not be ended ends by itself
    await new Promise<void>((resolve) => connection.destroy(() => resolve()))
  }

  private forget(connection: Promise<Connection>): void {
    if (this.current === connection) this.current = undefined
  }
}

/** Sends a statement; its rows are taken from the result's chunks as they come. */
export function send(connection: Connection, request: Request): Sent {
  let statement: RowStatement | undefined
  const answer = new Promise<Answer>((resolve, reject) => {
    const made = connection.execute({
      ...request,
      ...taken,
      fetchAsString: [...taken.fetchAsString],
      complete: (error, done) => {
        // only a PUT or a GET gives another kind
        const row = done as RowStatement
        if (error) reject(error)
        else rowsOf(row).then((rows) => resolve({ rows, queryId: row.getQueryId() }), reject)
      },
    })
    statement = made as RowStatement // as above
  })
  return {
    answer,
    queryId: () => statement?.getQueryId(),
    cancel: () =>
      new Promise((resolve) => (statement === undefined ? resolve() : statement.cancel(() => resolve()))),
  }
}

/** The answer to a statement that another session sent. */
export async function answerOf(connection: Connection, queryId: string): Promise<Answer> {
  const found = await connection.getResultsFromQueryId({
    queryId,
    ...taken,
    fetchAsString: [...taken.fetchAsString],
  })
  const statement = found as RowStatement // as above
  return { rows: await rowsOf(statement), queryId }
}

async function rowsOf(statement: RowStatement): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const values of statement.streamRows()) {
    rows.push(rowOf(statement.getColumns() ?? [], values as readonly unknown[])) // row mode array
  }
  return rows
}
