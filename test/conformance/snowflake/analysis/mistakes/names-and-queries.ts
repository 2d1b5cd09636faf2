import { foundBy, type Mistake } from '../../../mistakes.ts'

/** Names, grouping, subqueries, table functions. */
export const namesAndQueries: readonly Mistake[] = [
  ...foundBy('analyzer', [
    ['ambiguous column', 'select A from S.T as X join S.U as Y on X.A = Y.A', 'ambiguous column name'],
    ['group by alias of aggregate', 'select count(*) as C from S.T group by C', 'aggregate in GROUP BY'],
    ['column not in group by', 'select A, count(*) as C from S.T', 'not a valid group by expression'],
    [
      'having: column not grouped',
      'select A from S.T group by A having N > 1',
      'not a valid group by expression',
    ],
    ['aggregate in where', 'select A from S.T where sum(N) > 1', 'aggregate in WHERE'],
    ['window in where', 'select A from S.T where row_number() over (order by N) = 1', 'window in WHERE'],
    [
      'qualify without window',
      "select A from S.T qualify A = 'x'",
      'QUALIFY requires at least one window function',
    ],
    ['missing column', 'select NOPE from S.T', 'invalid identifier'],
    ['missing table', 'select A from S.NOPE', 'does not exist'],
    ['wrong join column', 'select X.A from S.T as X join S.U as Y on X.A = Y.NOPE', 'invalid identifier'],
    ['wrong alias', 'select Z.A from S.T as X', 'invalid identifier'],
    ['wrong arity', 'select lower(A, A) as X from S.T', 'too many arguments'],
    ['wrong arity of substr', 'select substr(A) as X from S.T', 'not enough arguments'],
    [
      'union: number of columns',
      'select A, N from S.T union all select A from S.T',
      'invalid number of result columns',
    ],
    ['union: types', 'select A from S.T union all select AR from S.T', 'inconsistent data type'],
    ['FROM alias twice', 'select 1 as X from S.T as P join S.U as P on P.A = P.A', 'duplicate alias'],
    ['in-subquery of 2 columns', 'select A from S.T where A in (select A, N from S.U)', '1 column'],
    ['two CTEs of one name', 'with Q as (select 1 as A), Q as (select 2 as A) select A from Q', 'duplicate'],
    [
      'qualify: missing column',
      'select A from S.T qualify row_number() over (order by NOPE) = 1',
      'invalid identifier',
    ],
    ['split_to_table: one argument', 'select value from table(split_to_table(:1))', 'not enough arguments'],
    [
      'split_to_table: no such column',
      "select item from table(split_to_table(:1, ','))",
      'invalid identifier: SEQ, INDEX, VALUE',
    ],
    [
      'split_to_table in a list of two',
      "select A from S.T where A in (select value, index from table(split_to_table(:1, ',')))",
      '1 column',
    ],
    ['coalesce of one', 'select coalesce(A) as X from S.T', 'not enough arguments: at least two'],
    [
      "number of union's columns after CTE",
      'with Q as (select A, N from S.T) select A from Q union all select A, N from Q',
      'invalid number of result columns',
    ],
  ]),
  ...foundBy('check', [
    ['unknown function', 'select fooled(A) as X from S.T', 'unknown function'],
    [
      'split_to_table as a table',
      "select value from split_to_table(:1, ',')",
      'table functions stand in TABLE(…)',
    ],
    ['a table function of no rows', 'select value from table(lower(:1))', 'not a table function'],
  ]),
  ...foundBy('nobody', [
    [
      'correlated subquery with limit',
      'select A, (select Y.N from S.U as Y where Y.N > X.N order by Y.N limit 1) as Z from S.T as X',
      'unsupported subquery type',
    ],
  ]),
]
