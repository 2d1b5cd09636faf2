/** SQL as data: nodes, their factories, and the renderer that is the only way to text. */
export * from './build.ts'
export { derivedTables } from './derived-tables.ts'
export type * from './node.ts'
export { parametersOf } from './parameters.ts'
export { renderStatement } from './render.ts'
