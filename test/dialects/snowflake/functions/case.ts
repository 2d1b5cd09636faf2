/** What a function of Snowflake's does by its page, as an account and the server that stands for one have to show. */
export interface FunctionCase {
  /** The function whose case it is. */
  readonly of: string
  /** A query of one row and one column. */
  readonly query: string
  /** The value as text; null where it is null. */
  readonly is: string | null
  /** Why only an account can show it. */
  readonly onAccount?: string
}

/** Cases of one function, each an expression and its value. */
export function cases(
  of: string,
  values: readonly (readonly [expression: string, is: string | null])[],
): readonly FunctionCase[] {
  return values.map(([expression, is]) => ({ of, query: `select ${expression} as x`, is }))
}

/** Cases of an aggregate over the values of a column V, each in SQL, or over what is made of it first. */
export function over(
  of: string,
  values: readonly string[],
  expressions: readonly (readonly [expression: string, is: string | null])[],
  made = 'v',
): readonly FunctionCase[] {
  const rows = `select v from (${values.map((value) => `select ${value} as v`).join(' union all ')}) as r`
  const from = made === 'v' ? rows : `select ${made} from (${rows}) as t`
  return expressions.map(([expression, is]) => ({
    of,
    query: `select ${expression} as x from (${from}) as u`,
    is,
  }))
}

/** Cases that the server can't show, and why. */
export function onAccountOnly(why: string): (given: FunctionCase) => FunctionCase {
  return (given) => ({ ...given, onAccount: why })
}
