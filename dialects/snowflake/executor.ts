import type { Connection } from 'snowflake-sdk'
import { SbeError } from '../../src/errors.ts'
import type { BoundStatement, StatementLabel, Told } from '../../src/warehouse.ts'
import type { Attempts } from './attempts.ts'
import type { SnowflakeConfig } from './config.ts'
import { driverError, isRefusedWaiter, isSessionGone } from './driver-error.ts'
import { statementError } from './errors.ts'
import { type Answer, answerOf, type Sent, type Session, send } from './session.ts'

/** What an executor needs besides sessions. */
export interface Surroundings {
  readonly config: SnowflakeConfig
  readonly attempts: Attempts
  readonly newId: () => string
  /** From 0 to 1. */
  readonly random: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
}

/** What may be sent again although it is not known whether it ran: what only reads. */
export type Effect = 'reads' | 'writes'

/** How often a statement is sent that too many others were waiting before. */
const mostTries = 6

/**
 * Runs statements so that none takes effect twice. The driver sends a request again under its id when
 * an answer is lost, and Snowflake answers with what the first became; another request follows only
 * where it is certain that the first did nothing.
 * https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver-execute
 */
export class Executor {
  private readonly running = new Set<() => void>()

  constructor(private readonly around: Surroundings) {}

  async run(session: Session, statement: BoundStatement, effect: Effect, told?: Told): Promise<Answer> {
    let retries = 0
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.try(session, statement, effect)
      retries += outcome.resent
      if ('answer' in outcome) {
        const { answer } = outcome
        told?.({ ...(answer.queryId === undefined ? {} : { id: answer.queryId }), retries })
        return answer
      }
      const { error, again } = outcome
      if (!again || attempt === mostTries) throw statementError(error, this.around.config)
      retries += 1
      await this.pause(attempt)
    }
  }

  /** Stops everything that is running or about to be sent again. */
  cancel(): void {
    for (const stop of [...this.running]) stop()
  }

  /** Sends a statement once, and gives what became of it. */
  private async try(
    session: Session,
    statement: BoundStatement,
    effect: Effect,
  ): Promise<
    { readonly resent: number } & (
      | { readonly answer: Answer }
      | { readonly error: unknown; readonly again: boolean }
    )
  > {
    const { attempts, newId } = this.around
    const connection = await this.interruptible(session.connection())
    const requestId = newId()
    return await attempts.during(requestId, async (attempt) => {
      let sent: Sent | undefined
      try {
        sent = send(connection, {
          sqlText: statement.text,
          binds: Object.values(statement.parameters),
          requestId,
          parameters: { QUERY_TAG: queryTag(statement.label) },
        })
        const answer = await this.interruptible(sent.answer, sent.cancel)
        return { answer, resent: Math.max(0, attempt.sent - 1) }
      } catch (error) {
        if (error instanceof SbeError) throw error
        const resent = Math.max(0, attempt.sent - 1)
        const given = driverError(error)
        if (isRefusedWaiter(given)) return { error, again: true, resent }
        // the driver has tried for a minute where nothing answered
        if (!isSessionGone(given)) return { error, again: false, resent }
        await session.ended(connection)
        const queryId = sent?.queryId()
        if (queryId !== undefined) return { answer: await this.attach(session, queryId), resent: resent + 1 }
        const isCertain = attempt.sent === attempt.answered
        return { error, again: isCertain || effect === 'reads', resent }
      }
    })
  }

  /** The statement went on in Snowflake when its session ended here. */
  private async attach(session: Session, queryId: string): Promise<Answer> {
    const connection: Connection = await this.interruptible(session.connection())
    return await this.interruptible(answerOf(connection, queryId))
  }

  /** Until it is done, or cancelled: then it fails as interrupted, once the server has been told. */
  private async interruptible<Result>(
    work: Promise<Result>,
    stopThere: () => Promise<void> = async () => undefined,
  ): Promise<Result> {
    const interrupted = new SbeError([{ code: 'interrupted', message: 'interrupted' }])
    let isStopping = false
    let stop = (): void => undefined
    const stopped = new Promise<never>((_, reject) => {
      stop = () => {
        isStopping = true
        stopThere().then(
          () => reject(interrupted),
          () => reject(interrupted),
        )
      }
    })
    this.running.add(stop)
    // whichever comes second has no reader
    work.catch(() => undefined)
    stopped.catch(() => undefined)
    try {
      return await Promise.race([work, stopped])
    } catch (error) {
      // the statement's own reply may come before the one to its cancellation
      throw isStopping ? interrupted : error
    } finally {
      this.running.delete(stop)
    }
  }

  /** Longer from try to try, and never as long as others that wait for the same. */
  private async pause(attempt: number): Promise<void> {
    const { random, sleep } = this.around
    await this.interruptible(sleep(2 ** (attempt - 1) * 1000 * (0.5 + random())))
  }
}

/** What query_history says of a statement: https://docs.snowflake.com/en/sql-reference/parameters#query-tag */
function queryTag(label: StatementLabel | undefined): string {
  const tag = JSON.stringify({ app: 'sbe', ...label })
  // Snowflake takes no more
  return tag.length <= 2000 ? tag : JSON.stringify({ app: 'sbe', step: label?.step, run: label?.run })
}
