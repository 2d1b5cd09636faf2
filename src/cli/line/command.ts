import type { Context } from './context.ts'
import type { globalOptions } from './global-options.ts'

/** A flag of a command. Its name in the table of options is the one behind the two dashes. */
export interface Option {
  readonly short?: string
  /** What stands for its value in help; absent: the flag is there or not. */
  readonly value?: string
  readonly repeatable?: true
  readonly summary: string
}
export type Options = Readonly<Record<string, Option>>

/** `json` and `ndjson` are both what --json asks for: the one that a command has. */
export type Format = 'text' | 'json' | 'ndjson' | 'ir' | 'yaml'

/** Flags as they were typed, none coerced. */
export type ArgumentsOf<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends { readonly repeatable: true }
    ? readonly string[]
    : O[Name] extends { readonly value: string }
      ? string | undefined
      : boolean
}
export type GlobalArguments = ArgumentsOf<typeof globalOptions>

export interface Invocation<O extends Options> {
  readonly flags: ArgumentsOf<O> & GlobalArguments
  readonly operands: readonly string[]
  readonly format: Format
}

/** A command as a value: light to load, what it needs is imported when it runs. */
export interface Command {
  readonly name: string
  readonly summary: string
  /** What stands behind the name: `[dir]` may be left out, `GROUP` may not. */
  readonly operands: readonly string[]
  readonly options: Options
  /** The first is what it prints when nothing is asked for. */
  readonly formats: readonly Format[]
  /** Command lines that work, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[]
  /** Gives the exit code. */
  run(context: Context, invocation: Invocation<Options>): Promise<number>
}

interface CommandOf<O extends Options> extends Omit<Command, 'options' | 'run'> {
  readonly options: O
  readonly run: (context: Context, invocation: Invocation<O>) => Promise<number>
}

/** A command whose flags have their types from its table of options. */
export function command<const O extends Options>(definition: CommandOf<O>): Command {
  // the command line reads exactly the flags of this table
  return { ...definition, run: (context, invocation) => definition.run(context, invocation as Invocation<O>) }
}
