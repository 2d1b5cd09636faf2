/**
 * The Signals API's objects as valibot schemas, one file per object. They read every shorthand and
 * give the fields of model.ts; what compares fields with one another is in check/.
 */
export { type AttributeShape, type CriterionShape, type GroupShape, group } from './group.ts'
export { timestamp } from './time.ts'
export { translated } from './translated.ts'
