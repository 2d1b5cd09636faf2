import type { GroupPlan } from '../plan/index.ts'
import type { ColumnDefinition } from '../sql/index.ts'
import { attributeSqlType } from './finalize.ts'

/** The columns of X_attributes. */
export function attributeColumns(plan: GroupPlan): readonly ColumnDefinition[] {
  return [
    { name: plan.key.column, type: 'text', required: true },
    ...plan.attributes.map(({ name, type }) => ({ name, type: attributeSqlType(type) })),
    { name: 'as_of', type: 'timestamp', required: true },
    { name: 'updated_at', type: 'timestamp', required: true },
  ]
}
