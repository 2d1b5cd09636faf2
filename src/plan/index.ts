/** The plan: what a group needs of the events, and how its values are made; independent of any warehouse. */

export { withStateColumns } from './columns.ts'
export type { Finalizer } from './finalizer.ts'
export type { DefaultValue, Filter, GroupPlan, PlannedAttribute } from './group.ts'
export { planGroup } from './group.ts'
export { canonical, contentHash, contentName } from './hash.ts'
export type { ComparedAs, ComparedValue, Predicate } from './predicate.ts'
export { isAlwaysTrue, propertiesOf } from './predicate.ts'
export type { LeafRef, PropertyRef } from './property.ts'
export { leavesOf, nameOf } from './property.ts'
export type { Bucket, Cast, State } from './state.ts'
export { buckets, stateFormat } from './state.ts'
export type { Window } from './window.ts'
