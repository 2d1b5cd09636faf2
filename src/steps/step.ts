import type { Statement } from '../sql/index.ts'

/** The parameters a step's statements take, each bound as text. Times are ISO 8601 in UTC. */
export const parameterMeanings = {
  stage_id: 'a new random id for every scan',
  since: 'events loaded after this time are read: the window less the overlap',
  lo: 'the window begins after this load time',
  hi: 'the window ends with this load time',
  segment: 'a new random id for what this window appends',
  seen: 'segments whose event ids were counted before, joined by commas',
  remember_since: 'event ids loaded after this time are remembered',
  segments: 'live segments, joined by commas',
  fresh: 'live segments that the last publication did not have, joined by commas',
  oldest_day: 'no window reaches days before this one',
  oldest_hour: 'no window reaches hours before this one',
  oldest_minute: 'no window reaches minutes before this one',
  dead: 'segments that count for nothing, joined by commas',
  forgotten: 'segments whose event ids are too old to meet a copy, joined by commas',
  as_of: 'the time of the attributes',
  published_as_of: 'as_of of the last publication',
  published_since: 'the clock before this publication',
  renew_before: 'rows that were updated before this time are sent to the Profiles Store again',
  rewrite: 'true where the rows of all keys are written',
  group_name: 'the group, as <group>_<version>',
  expected_version: 'the version of the row of the ledger, as this run knows it',
  nonce: 'a new random id for every try',
  holder: 'who holds the lease, or empty',
  lease_until: 'when the lease ends, or empty',
  document: 'the ledger document, JSON',
} as const
export type ParameterName = keyof typeof parameterMeanings

/** The steps, in the order they run. */
export type StepName = 'setup' | 'ledger' | 'stage' | 'tables' | 'append' | 'compact' | 'publish' | 'collect'

/** Statements that belong together: one file of compile, one unit of run. */
export interface Step {
  readonly name: StepName
  /** What stands behind the name in the file's name, where a step comes more than once. */
  readonly of?: string
  /** The group, as `<group>_<version>`; absent for what groups share. */
  readonly group?: string
  /** A sentence or two for the header. */
  readonly purpose: string
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly statements: readonly NamedStatement[]
}

export interface NamedStatement {
  /** What run calls it by, unique in its step. */
  readonly name: string
  readonly statement: Statement
}

export const named = (name: string, statement: Statement): NamedStatement => ({ name, statement })
