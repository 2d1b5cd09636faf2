import { dialect } from '../../../../dialects/bigquery/dialect.ts'
import type { GoogleType } from '../../googlesql/type.ts'

/** A type as SQL writes it: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types */
export function typeText(type: GoogleType): string {
  if ('arrayType' in type) return `ARRAY<${typeText(type.arrayType.elementType)}>`
  if (!('structType' in type)) {
    return type.typeKind === 'TYPE_DOUBLE' ? 'FLOAT64' : type.typeKind.replace('TYPE_', '')
  }
  const fields = (type.structType.field ?? []).map(
    ({ fieldName, fieldType }) =>
      `${fieldName === undefined ? '' : `${dialect.identifier(fieldName)} `}${typeText(fieldType)}`,
  )
  return `STRUCT<${fields.join(', ')}>`
}
