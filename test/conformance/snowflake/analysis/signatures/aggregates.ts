import type { Signatures } from './signature.ts'

/** What can be sorted and grouped by as it is: semi-structured values can't be compared by size. */
const scalars = ['varchar', 'number', 'float', 'boolean', 'date', 'timestamp_ntz', 'timestamp_tz', 'binary']

/** https://docs.snowflake.com/en/sql-reference/functions-aggregation */
export const aggregates: readonly Signatures[] = [
  { name: 'sum', kind: 'aggregate', forms: ['(number) number', '(float) float'] },
  { name: 'min', kind: 'aggregate', forms: scalars.map((of) => `(${of}) ${of}`) },
  { name: 'max', kind: 'aggregate', forms: scalars.map((of) => `(${of}) ${of}`) },
  { name: 'count_if', kind: 'aggregate', forms: ['(boolean) number'] },
  { name: 'array_agg', kind: 'ordered aggregate', forms: ['(any) array'] },
  { name: 'object_agg', kind: 'aggregate', forms: ['(varchar, variant) object'] },
  { name: 'hll_accumulate', kind: 'aggregate', forms: scalars.map((of) => `(${of}) binary`) },
  { name: 'hll_combine', kind: 'aggregate', forms: ['(binary) binary'] },
  { name: 'hll_estimate', forms: ['(binary) number'] },
  { name: 'hll_export', forms: ['(binary) object'] },
  { name: 'hll_import', forms: ['(object) binary'] },
]
