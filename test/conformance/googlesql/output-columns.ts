import * as v from 'valibot'

/** https://github.com/google/zetasql/blob/master/zetasql/public/type.proto */
const kinds: Readonly<Record<number, string>> = {
  2: 'INT64',
  5: 'BOOL',
  7: 'DOUBLE',
  8: 'STRING',
  9: 'BYTES',
  10: 'DATE',
  19: 'TIMESTAMP',
  20: 'TIME',
  21: 'DATETIME',
  22: 'GEOGRAPHY',
  23: 'NUMERIC',
  24: 'BIGNUMERIC',
  26: 'JSON',
  27: 'INTERVAL',
  // of the package that knows some of Snowflake's
  1001: 'OBJECT',
}
const array = 16
const resolvedType = v.object({
  typeKind: v.number(),
  arrayType: v.nullable(v.object({ elementType: v.object({ typeKind: v.number() }) })),
})
const resolvedQuery = v.object({
  resolvedStatement: v.object({
    resolvedQueryStmtNode: v.object({
      outputColumnList: v.array(v.object({ name: v.string(), column: v.object({ type: resolvedType }) })),
    }),
  }),
})

/** Columns with their types, as the analyzer calls them; none of a statement that is no query. */
export function outputColumns(answer: unknown): readonly (readonly [name: string, type: string])[] {
  const query = v.safeParse(resolvedQuery, answer)
  if (!query.success) return []
  const kind = (of: number): string => kinds[of] ?? `kind ${of}`
  return query.output.resolvedStatement.resolvedQueryStmtNode.outputColumnList.map(({ name, column }) => {
    const { typeKind, arrayType } = column.type
    const item = arrayType?.elementType.typeKind
    return [name, typeKind === array && item !== undefined ? `ARRAY<${kind(item)}>` : kind(typeKind)]
  })
}
