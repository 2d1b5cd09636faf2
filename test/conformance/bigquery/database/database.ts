import type { Evaluator, Given } from '../evaluator/evaluator.ts'
import type { Parameter, Table, TypedName } from '../evaluator/protocol.ts'
import { isWord, partsAt, type Token, textOf, tokensOf } from '../text/tokens.ts'
import { changed } from './change.ts'
import { changeOf } from './changes.ts'
import { type Contents, nothing, withTable } from './contents.ts'
import { ddlIn, defined } from './ddl.ts'
import { dmlIn } from './dml.ts'
import { notKnown, Refusal, refusalOf } from './refusal.ts'
import { resultRow } from './storing.ts'
import { located } from './table-names.ts'

/** A job: a statement, or several as a script. */
export interface Job {
  readonly text: string
  readonly parameters: readonly Parameter[]
  readonly timeZone: string
}

export type Outcome =
  | { readonly kind: 'rows'; readonly columns: readonly TypedName[]; readonly rows: Table['rows'] }
  | { readonly kind: 'changed'; readonly count: number }
  | { readonly kind: 'done' }

/** The tables of a project. Jobs run one after the other, as if each statement locked everything. */
export class Database {
  private contents: Contents = nothing
  private last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly evaluator: Evaluator,
    private readonly project: string,
  ) {}

  /** Gives what the last statement gave. Throws a `Refusal`. */
  run(job: Job): Promise<Outcome> {
    const run = this.last.then(() => this.script(job))
    this.last = run.catch(() => undefined)
    return run
  }

  /** Whether a statement would run, without running it. Throws a `Refusal`. */
  async check(job: Job): Promise<void> {
    for (const tokens of statementsIn(job.text)) {
      const at = this.locate(tokens)
      await this.evaluator.analyze(textOf(at.tokens), this.given(job, at.names)).catch(this.refused)
    }
  }

  hasDataset(name: string): boolean {
    return this.contents.datasets.has(name)
  }

  table(dataset: string, name: string): Table | undefined {
    return this.contents.tables.get(`${dataset}.${name}`)
  }

  /** A transaction that is not committed at the end never was: https://cloud.google.com/bigquery/docs/transactions */
  private async script(job: Job): Promise<Outcome> {
    let before: Contents | undefined
    let outcome: Outcome = { kind: 'done' }
    try {
      for (const tokens of statementsIn(job.text)) {
        const [first, second] = tokens
        const isTransaction = second === undefined || isWord(second, 'transaction')
        if (isTransaction && isWord(first, 'begin')) {
          if (before !== undefined) throw new Refusal('invalidQuery', 'Nested transactions are not supported')
          before = this.contents
        } else if (isTransaction && isWord(first, 'commit', 'rollback')) {
          if (before === undefined) throw new Refusal('invalidQuery', 'There is no active transaction')
          if (isWord(first, 'rollback')) this.contents = before
          before = undefined
        } else {
          outcome = await this.statement(tokens, job, before !== undefined)
        }
      }
    } catch (error) {
      return this.refused(error)
    } finally {
      if (before !== undefined) this.contents = before
    }
    return outcome
  }

  private async statement(tokens: readonly Token[], job: Job, inTransaction: boolean): Promise<Outcome> {
    const at = this.locate(tokens)
    const given = this.given(job, at.names)
    const text = textOf(at.tokens)
    if (isQuery(at.tokens)) {
      const { columns, rows } = await this.evaluator.query(text, given)
      return { kind: 'rows', columns, rows: rows.map((row) => resultRow(columns, row)) }
    }
    // all of it is looked at before a part is evaluated
    const resolved = await this.evaluator.analyze(text, given)
    const dml = dmlIn(at.tokens)
    if (dml !== undefined) {
      const table = given.tables.get(dml.table)
      if (table === undefined) throw new Error(`the analyzer took ${dml.table}, which is not there`)
      const change = await changeOf(dml, { evaluator: this.evaluator, given, table })
      this.contents = withTable(this.contents, dml.table, changed(table, change))
      return { kind: 'changed', count: change.replaced.size + change.added.length }
    }
    const ddl = ddlIn(resolved)
    if (ddl === undefined) notKnown(textOf(tokens.slice(0, 2)).toUpperCase())
    if (inTransaction) {
      throw new Refusal('invalidQuery', 'DDL statements are not supported in a transaction')
    }
    const rows =
      ddl.kind === 'create table' && ddl.isOfQuery
        ? (await this.evaluator.query(queryOf(at.tokens), given)).rows
        : []
    this.contents = defined(this.contents, this.project, ddl, rows)
    return { kind: 'done' }
  }

  private locate(tokens: readonly Token[]) {
    return located(tokens, this.project, this.contents.datasets)
  }

  private given({ parameters, timeZone }: Job, names: ReadonlySet<string>): Given {
    const tables = new Map([...this.contents.tables].filter(([name]) => names.has(name)))
    return { tables, parameters, timeZone }
  }

  private readonly refused = (error: unknown): never => {
    throw refusalOf(error, this.project)
  }
}

function statementsIn(text: string): readonly (readonly Token[])[] {
  return partsAt(tokensOf(text), ';').flatMap(({ tokens }) => (tokens.length === 0 ? [] : [tokens]))
}

function isQuery(tokens: readonly Token[]): boolean {
  const first = tokens.find(({ text }) => text !== '(')
  return isWord(first, 'select', 'with')
}

/** Of `create table … as`, what stands after the AS. */
function queryOf(tokens: readonly Token[]): string {
  const [head] = partsAt(tokens, 'as')
  return textOf(tokens.slice((head?.tokens.length ?? 0) + 1))
}
