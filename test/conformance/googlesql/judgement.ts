import type { ParameterType } from '../../../src/sql/index.ts'
import type { Tables } from './type.ts'

/** What becomes of a statement: its columns' types, or who refuses it and why. */
export type Judgement =
  | { readonly kind: 'taken'; readonly columns: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly by: 'check' | 'analyzer'; readonly why: string }

export interface Analyzer {
  /** Resolves names and types of a statement as the warehouse does. */
  readonly judge: (sql: string, tables: Tables, parameters?: ParameterTypes) => Promise<Judgement>
  readonly stop: () => void
}
export type ParameterTypes = Readonly<Record<string, ParameterType>>

/** What the driver says of an answer, which is a statement taken, that is nested deeper than it reads. */
const tooDeep = 'Response message parsing error: maximum nesting depth exceeded'

/** The judgement that an error of the driver's is. Throws one that is none. */
export function judgementOf(error: unknown): Judgement {
  const { message } = error as Error // the driver's
  if (message.includes(tooDeep)) return { kind: 'taken', columns: {} }
  const [, why] = /^3 INVALID_ARGUMENT: ([\s\S]*)$/.exec(message) ?? []
  if (why === undefined) throw error
  return { kind: 'refused', by: 'analyzer', why }
}
