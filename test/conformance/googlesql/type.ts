/** A type as the analyzer's protocol has it: https://github.com/google/zetasql/blob/master/zetasql/public/type.proto */
export type GoogleType =
  | { readonly typeKind: `TYPE_${string}` }
  | { readonly typeKind: 'TYPE_ARRAY'; readonly arrayType: { readonly elementType: GoogleType } }
  | {
      readonly typeKind: 'TYPE_STRUCT'
      readonly structType: {
        readonly field: readonly { readonly fieldName: string; readonly fieldType: GoogleType }[]
      }
    }

/** schema → table → column → type */
export type Tables<Type = GoogleType> = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, Type>>>>>
>

export const scalar = (kind: string): GoogleType => ({ typeKind: `TYPE_${kind}` })
export const array = (elementType: GoogleType): GoogleType => ({
  typeKind: 'TYPE_ARRAY',
  arrayType: { elementType },
})

/** Tables as the protocol has a catalogue. */
export function schemasOf(tables: Tables): readonly object[] {
  return Object.entries(tables).map(([name, of]) => ({
    name,
    table: Object.entries(of).map(([table, columns]) => ({
      name: table,
      column: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
    })),
  }))
}

/** A type of a column that is none of structs, as the analyzer calls it. */
export function typeText(type: GoogleType): string {
  if ('arrayType' in type) return `ARRAY<${typeText(type.arrayType.elementType)}>`
  return type.typeKind.replace('TYPE_', '')
}
