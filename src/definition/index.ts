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
export { type AtomicType, atomicColumns, isAtomicColumn, isTimestampColumn } from './atomic.ts'
export { convert } from './convert.ts'
export * from './input.ts'
export { type DefinitionFiles, type LoadOptions, loadDefinitions, nodeFiles } from './load.ts'
export type * from './model.ts'
export { type Definitions, type LoadedGroup, parseDefinitions } from './parse.ts'
export { type Period, parsePeriod } from './period.ts'
export { columnOf, type PathSegment, parsePath, snakeCase } from './property-column.ts'
export { type Selection, selectGroups } from './select.ts'
export { parseTimestamp } from './timestamp.ts'
