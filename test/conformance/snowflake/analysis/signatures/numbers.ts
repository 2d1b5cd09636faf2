import type { Signatures } from './signature.ts'

/** https://docs.snowflake.com/en/sql-reference/functions-numeric and …/functions-conversion */
export const numbers: readonly Signatures[] = [
  { name: 'abs', forms: ['(number) number', '(float) float'] },
  { name: 'sign', forms: ['(number) number', '(float) float'] },
  { name: 'round', forms: ['(number, number?) number', '(float, number?) float'] },
  { name: 'trunc', page: 'functions/trunc', forms: ['(number, number?) number', '(float, number?) float'] },
  {
    name: 'to_double',
    forms: ['(varchar, varchar?) float', '(number) float', '(float) float', '(variant) float'],
  },
  { name: 'try_to_double', forms: ['(varchar, varchar?) float'] },
  {
    name: 'to_decimal',
    forms: ['varchar', 'number', 'float', 'variant'].map((from) => `(${from}, precision?, scale?) number`),
  },
  { name: 'try_to_decimal', forms: ['(varchar, precision?, scale?) number'] },
]
