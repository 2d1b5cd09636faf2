/**
 * Definitions: the Signals API's attribute groups as people write them, read and normalised.
 *
 * - model.ts: the normalised form, all that anything downstream reads
 * - input.ts: the form that people write, and defineAttributeGroup
 * - load.ts, parse.ts: files and API answers to groups, every error at once
 * - schema/, check/: what is valid; document/: texts as data with lines
 * - select.ts: the groups a command line names
 * - period.ts, property-column.ts, timestamp.ts, convert.ts, atomic.ts: what values mean
 */
export { atomicColumns } from './atomic.ts'

export * from './input.ts'
export { loadDefinitions } from './load.ts'
export type * from './model.ts'
export { type Definitions, type LoadedGroup, parseDefinitions } from './parse.ts'

export { type Selection, selectGroups } from './select.ts'
export { parseTimestamp } from './timestamp.ts'
