import type { Signatures } from './signature.ts'

/** https://docs.snowflake.com/en/sql-reference/functions-string */
export const texts: readonly Signatures[] = [
  { name: 'lower', forms: ['(varchar) varchar'] },
  { name: 'rtrim', forms: ['(varchar, varchar?) varchar'] },
  { name: 'replace', forms: ['(varchar, varchar, varchar?) varchar'] },
  { name: 'substr', forms: ['(varchar, number, number?) varchar', '(binary, number, number?) binary'] },
  { name: 'position', forms: ['(varchar, varchar, number?) number'] },
  { name: 'regexp_like', forms: ['(varchar, varchar, varchar?) boolean'] },
  { name: 'regexp_substr', forms: ['(varchar, varchar, number?, number?, varchar?, number?) varchar'] },
  { name: 'regexp_replace', forms: ['(varchar, varchar, varchar?, number?, number?, varchar?) varchar'] },
  { name: 'hex_encode', forms: ['(binary, number?) varchar', '(varchar, number?) varchar'] },
  { name: 'try_hex_decode_string', forms: ['(varchar) varchar'] },
  { name: 'to_binary', forms: ['(varchar, varchar?) binary', '(variant) binary'] },
]
