import type { Predicate } from './predicate.ts'

/** A distinct filter of the group's attributes; its id is a column of the stage. */
export interface Filter {
  readonly id: string
  readonly name: string
  readonly predicate: Predicate
}
