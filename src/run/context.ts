import type { CompiledStatement, CompiledStep } from '../compile/index.ts'
import type { OutputConfig } from '../config/model.ts'
import type { Dialect } from '../dialect.ts'
import { fail, SbeError } from '../errors.ts'
import type { PlannedGroup, SourceColumns, Stage } from '../steps/index.ts'
import type { Row, Warehouse } from '../warehouse.ts'
import type { RunEvent } from './events.ts'
import type { Parameters } from './statements.ts'
import { bind } from './statements.ts'
import type { Instant } from './time.ts'

/** What a run works with. The clock, ids and listeners come from outside. */
export interface RunContext {
  readonly runId: string
  readonly holder: string
  readonly groups: readonly PlannedGroup[]
  readonly output: OutputConfig
  readonly dialect: Dialect
  readonly warehouse: Warehouse
  readonly stages: readonly Stage[]
  readonly columns: (stage: Stage) => SourceColumns
  /** Every step as compile prints it. */
  readonly steps: readonly CompiledStep[]
  /** Makes the steps of some groups. */
  readonly compile: (
    groups: readonly PlannedGroup[],
    columns: (stage: Stage) => SourceColumns,
  ) => readonly CompiledStep[]
  /** A query of the warehouse's clock, its column called now. */
  readonly clockText: string
  readonly options: RunOptions
  /** A new random id. */
  readonly newId: () => string
  /** Milliseconds, from any beginning. */
  readonly clock: () => number
  readonly emit: (event: RunEvent) => void
  /** Aborted by an interrupt: no further statement is sent. */
  readonly signal?: AbortSignal
}

export interface RunOptions {
  readonly asOf?: Instant
  readonly fullRefresh: boolean
  readonly maxChunks?: number
  /** Statements in flight. */
  readonly concurrency: number
}

/** Executes a statement of a step and tells listeners; gives the rows it wrote. */
export function execute(
  context: RunContext,
  { step }: CompiledStep,
  statement: CompiledStatement,
  parameters: Parameters,
): Promise<number> {
  return told(
    context,
    step,
    statement,
    parameters,
    (bound) => context.warehouse.execute(bound),
    (rows) => rows,
  )
}

export function query(
  context: RunContext,
  { step }: CompiledStep,
  statement: CompiledStatement,
  parameters: Parameters,
): Promise<readonly Row[]> {
  return told(
    context,
    step,
    statement,
    parameters,
    (bound) => context.warehouse.query(bound),
    () => null,
  )
}

async function told<Result>(
  { clock, emit, signal }: RunContext,
  step: CompiledStep['step'],
  statement: CompiledStatement,
  parameters: Parameters,
  work: (bound: ReturnType<typeof bind>) => Promise<Result>,
  rowsOf: (result: Result) => number | null,
): Promise<Result> {
  if (signal?.aborted)
    fail({ code: 'interrupted', message: `interrupted before ${describe(step, statement)}` })
  const bound = bind(statement, parameters)
  const began = clock()
  const event = {
    type: 'statement',
    step: step.name,
    name: statement.name,
    ...(step.group === undefined ? {} : { group: step.group }),
    text: bound.text,
    parameters: bound.parameters,
  } as const
  try {
    const result = await work(bound)
    emit({ ...event, rows: rowsOf(result), ms: clock() - began })
    return result
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    emit({ ...event, rows: null, ms: clock() - began, error: message })
    throw error instanceof SbeError ? withStatement(error, `${describe(step, statement)}: `) : error
  }
}

/** Which statement it was, as a person would look it up in what compile prints. */
function describe({ group, of, name }: CompiledStep['step'], statement: CompiledStatement): string {
  return `${[group, name, of].filter((part) => part !== undefined).join(' ')} (${statement.name})`
}

function withStatement(error: SbeError, prefix: string): SbeError {
  const problems = error.problems.map((problem) => ({ ...problem, message: `${prefix}${problem.message}` }))
  return new SbeError(problems, { cause: error.cause })
}

/** The warehouse's clock. */
export async function warehouseClock({
  warehouse,
  clockText,
}: Pick<RunContext, 'warehouse' | 'clockText'>): Promise<Instant> {
  const [row] = await warehouse.query({ text: clockText, parameters: {} })
  return String(row?.now)
}
