import type { Signatures } from './signature.ts'

const semiStructured = ['variant', 'object', 'array'] as const

/** https://docs.snowflake.com/en/sql-reference/functions-semistructured */
export const semiStructuredFunctions: readonly Signatures[] = [
  { name: 'array_construct', forms: ['(any*) array'] },
  { name: 'array_construct_compact', forms: ['(any*) array'] },
  { name: 'array_to_string', forms: ['(array, varchar) varchar'] },
  // brackets are calls of it
  {
    name: 'get',
    forms: [
      '(array, number) variant',
      '(object, varchar) variant',
      '(variant, number) variant',
      '(variant, varchar) variant',
    ],
  },
  { name: 'parse_json', forms: ['(varchar, varchar?) variant'] },
  { name: 'try_parse_json', forms: ['(varchar, varchar?) variant'] },
  { name: 'to_json', forms: semiStructured.map((from) => `(${from}) varchar`) },
  { name: 'typeof', forms: semiStructured.map((from) => `(${from}) varchar`) },
]
