/**
 * What the schemas cannot say: rules between the fields of an attribute (attribute.ts, criterion.ts,
 * property.ts, aggregation.ts) and between the parts of a group (group.ts). A check looks only at parts
 * that the schema took, so that one mistake is told once and all mistakes at once.
 */
export { checkGroup } from './group.ts'
export type { Finding, Report } from './report.ts'
