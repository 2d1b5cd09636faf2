import { foundBy, type Mistake } from '../../../mistakes.ts'

/** Statements that write, and that make tables. */
export const writing: readonly Mistake[] = [
  ...foundBy('analyzer', [
    ['insert: too few values', "insert into S.T (A, N) select 'x' as A", 'column list does not match'],
    [
      'insert ARRAY into VARCHAR',
      'insert into S.T (A) select AR from S.T',
      'expecting VARCHAR but got ARRAY',
    ],
    [
      'insert VARCHAR into OBJECT',
      'insert into S.T (O) select A from S.T',
      'expecting OBJECT but got VARCHAR',
    ],
    ['insert: column twice', "insert into S.T (A, A) select 'x' as A, 'y' as B", 'duplicate column'],
    ['insert: missing column', "insert into S.T (NOPE) select 'x' as A", 'invalid identifier'],
    ['update: missing column', "update S.T set NOPE = 1 where A = 'x'", 'invalid identifier'],
    ['update: wrong type', "update S.T set TS = AR where A = 'x'", 'expecting TIMESTAMP'],
    ['delete: missing column', 'delete from S.T where NOPE = 1', 'invalid identifier'],
    [
      'MERGE: column twice in insert',
      'merge into S.T as P using S.U as N on P.A = N.A when not matched then insert (A, A) values (N.A, N.A)',
      'duplicate column',
    ],
    [
      'MERGE: column set twice',
      'merge into S.T as P using S.U as N on P.A = N.A when matched then update set A = N.A, A = N.A',
      'duplicate column',
    ],
    [
      'MERGE: values too few',
      'merge into S.T as P using S.U as N on P.A = N.A when not matched then insert (A, N) values (N.A)',
      'column list',
    ],
    ['create: column twice', 'create table S.NEW (A varchar, A varchar)', 'duplicate column'],
    [
      'MERGE: missing column set',
      'merge into S.T as P using S.U as N on P.A = N.A when matched then update set NOPE = N.A',
      'invalid identifier',
    ],
    [
      'MERGE: wrong type',
      'merge into S.T as P using S.U as N on P.A = N.A when matched then update set TS = N.AR',
      'expecting TIMESTAMP_NTZ but got ARRAY',
    ],
    [
      'MERGE: key of another type',
      'merge into S.T as P using S.U as N on P.A = N.AR when matched then update set A = N.A',
      'no common type',
    ],
    [
      'HLL state kept as it is',
      'insert into S.T (O) select hll_accumulate(A) from S.T',
      'expecting OBJECT but got BINARY',
    ],
    [
      'VARIANT into an OBJECT column',
      'insert into S.T (O) select V from S.T',
      'expecting OBJECT but got VARIANT',
    ],
  ]),
  ...foundBy('check', [
    [
      'MERGE: not matched by source',
      'merge into S.T as P using S.U as N on P.A = N.A when not matched by source then delete',
      'no such clause',
    ],
    ["added column of another's type", 'alter table S.T add column if not exists "X" int64', 'unknown type'],
    ["column of another's type", 'create table S.NEW (A string_list)', 'unknown type'],
  ]),
  ...foundBy('nobody', [
    [
      'null into a column that has none',
      'insert into S.REQUIRED (A) select null',
      'NULL result in a non-nullable column',
    ],
    ['a table that is there', 'create table S.T (A varchar)', 'object already exists'],
  ]),
]
