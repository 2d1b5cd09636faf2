/** Functions as pages of Snowflake's describe them. */
export interface Signatures {
  readonly name: string
  /** Its address after https://docs.snowflake.com/en/sql-reference/, where that is not functions/<name>. */
  readonly page?: string
  readonly kind?: 'aggregate' | 'ordered aggregate' | 'table'
  /**
   * What it takes and gives, `(varchar, number?) varchar`: types, and
   * `part`: a part of a date, a word or a text; `precision`, `scale`: digits that stand there as a number;
   * `same`: one type for all of these; `any`: each of another. `?` may be left out, `*` may come often.
   */
  readonly forms: readonly string[]
}

export interface Form {
  readonly takes: readonly { readonly type: string; readonly occurs: '' | '?' | '*' }[]
  readonly gives: string
}

export function formOf(written: string): Form {
  const [, taken = '', gives = ''] = /^\((.*)\) (\w+)$/.exec(written) ?? []
  const takes =
    taken === ''
      ? []
      : taken.split(', ').map((each) => {
          const [, type = '', occurs = ''] = /^(\w+)([?*]?)$/.exec(each) ?? []
          return { type, occurs: occurs as Form['takes'][number]['occurs'] } // what the expression takes
        })
  return { takes, gives }
}

export function pageOf({ name, page = `functions/${name}` }: Signatures): string {
  return `https://docs.snowflake.com/en/sql-reference/${page}`
}
