import type { CompiledStatement, CompiledStep } from '../../compile/index.ts'
import type { OutputConfig } from '../../config/model.ts'
import type { Dialect } from '../../dialect.ts'
import { fail } from '../../errors.ts'
import type { PlannedGroup, SourceColumns, Stage } from '../../steps/index.ts'
import type { BoundStatement, LabelledStatement, Row, Warehouse } from '../../warehouse.ts'
import type { Refused } from '../problems.ts'
import type { RunEvent } from '../telling/events.ts'
import type { Instant, LoadRange } from '../time.ts'
import type { Parameters } from './statements.ts'
import { bind, bindNamed } from './statements.ts'

/** What a run works with. The clock, ids and listeners come from outside. */
export interface RunContext {
  readonly runId: string
  readonly holder: string
  readonly groups: readonly PlannedGroup[]
  /** Those of the same run whose sources can't be read, by their ids: each has failed before anything began. */
  readonly refused: Refused
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
  readonly options: RunOptions
  readonly timers: Timers
  /** Whether the process that holds a lease is known to be gone: it ran here, and does not any more. */
  readonly isGone: (holder: string) => boolean
  /** A new random id. */
  readonly newId: () => string
  /** Milliseconds, from any beginning. */
  readonly clock: () => number
  readonly emit: (event: RunEvent) => void
  /** History is read, not what is new since the last run. */
  readonly backfill?: true
  /** Aborted by an interrupt: no further statement is sent. */
  readonly signal?: AbortSignal
}

/** Time that passes, given from outside. */
export interface Timers {
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Does some work again and again; gives what stops it. */
  readonly every: (milliseconds: number, work: () => void) => () => void
}

export interface RunOptions {
  readonly asOf?: Instant
  readonly fullRefresh: boolean
  readonly maxChunks?: number
  /** Load times to look through again for what became visible too late. */
  readonly reread?: LoadRange
  /** Takes over a table of attributes that sbe did not make. */
  readonly adopt?: boolean
  /** Agrees to history being read again because of another sbe. */
  readonly yes?: boolean
  /** How long to wait for another run to end; without it a run that finds one is refused. */
  readonly waitMilliseconds?: number
  /** Statements in flight. */
  readonly concurrency: number
}

/** The same run without some groups, and without the sources that only they read. */
export function among(context: RunContext, without: Refused): RunContext {
  if (without.size === 0) return context
  const groups = context.groups.filter(({ plan }) => !without.has(plan.id))
  const stages = context.stages.filter((stage) => groups.some(({ plan }) => stage.groups.includes(plan)))
  return { ...context, groups, stages }
}

/** Executes a statement of a step, or refuses to after an interrupt; gives the rows it wrote. */
export function execute(
  context: RunContext,
  step: CompiledStep,
  name: string,
  parameters: Parameters,
): Promise<number> {
  return context.warehouse.execute(uninterrupted(context, bindNamed(step, name, parameters)))
}

/** Every statement of a step, one after the other; gives the rows they wrote. */
export async function executeAll(
  context: RunContext,
  step: CompiledStep,
  parameters: Parameters,
): Promise<number> {
  let rows = 0
  for (const { name } of step.statements) rows += await execute(context, step, name, parameters)
  return rows
}

/** Statements of a step that take effect together. */
export function executeTogether(
  context: RunContext,
  step: CompiledStep,
  statements: readonly CompiledStatement[],
  parameters: Parameters,
): Promise<void> {
  return context.warehouse.executeTogether(
    statements.map((statement) => uninterrupted(context, bind(step, statement, parameters))),
  )
}

export function query(
  context: RunContext,
  step: CompiledStep,
  name: string,
  parameters: Parameters,
): Promise<readonly Row[]> {
  return context.warehouse.query(uninterrupted(context, bindNamed(step, name, parameters)))
}

function uninterrupted(context: RunContext, statement: LabelledStatement): BoundStatement {
  if (context.signal?.aborted)
    fail({
      code: 'interrupted',
      message: `interrupted before ${statement.label.step} (${statement.label.name})`,
    })
  const label = {
    ...statement.label,
    run: context.runId,
    ...(context.backfill ? { backfill: true as const } : {}),
  }
  return { ...statement, label }
}

/** The warehouse's clock. */
export async function warehouseClock(warehouse: Warehouse, ledger: CompiledStep): Promise<Instant> {
  const [row] = await warehouse.query(bindNamed(ledger, 'clock', {}))
  return String(row?.now)
}
