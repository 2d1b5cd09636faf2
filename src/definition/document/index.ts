/**
 * Documents that people write, as data that knows where each value stands: YAML and JSON with lines,
 * TypeScript modules and API answers without, and the words for what is wrong in them.
 */
export { closest, didYouMean } from './closest.ts'
export { freeze } from './freeze.ts'
export { importModule } from './module.ts'
export { inFileOrder } from './order.ts'
export { type Path, readPathText } from './path.ts'
export { namesSecret, pathOf, problemOf, unknownKeyProblem } from './problems.ts'
export { schemaAt, unknownKeys } from './schema-walk.ts'
export { show } from './show.ts'
export { shownFile } from './shown-file.ts'
export { dataOf, placeOf, type Tree, treeAt, treeOf } from './tree.ts'
export { parseYaml } from './yaml.ts'
