import type { Mistake } from '../../../mistakes.ts'

/** Statements that write, and that make tables. */
export const writing: readonly Mistake[] = [
  {
    what: 'insert: too few values',
    sql: "insert into S.T (A, N) select 'x' as A",
    because: 'column list does not match',
    foundBy: 'analyzer',
  },
  {
    what: 'insert ARRAY into VARCHAR',
    sql: 'insert into S.T (A) select AR from S.T',
    because: 'expecting VARCHAR but got ARRAY',
    foundBy: 'analyzer',
  },
  {
    what: 'insert VARCHAR into OBJECT',
    sql: 'insert into S.T (O) select A from S.T',
    because: 'expecting OBJECT but got VARCHAR',
    foundBy: 'analyzer',
  },
  {
    what: 'insert: column twice',
    sql: "insert into S.T (A, A) select 'x' as A, 'y' as B",
    because: 'duplicate column',
    foundBy: 'analyzer',
  },
  {
    what: 'insert: missing column',
    sql: "insert into S.T (NOPE) select 'x' as A",
    because: 'invalid identifier',
    foundBy: 'analyzer',
  },
  {
    what: 'update: missing column',
    sql: "update S.T set NOPE = 1 where A = 'x'",
    because: 'invalid identifier',
    foundBy: 'analyzer',
  },
  {
    what: 'update: wrong type',
    sql: "update S.T set TS = AR where A = 'x'",
    because: 'expecting TIMESTAMP',
    foundBy: 'analyzer',
  },
  {
    what: 'delete: missing column',
    sql: 'delete from S.T where NOPE = 1',
    because: 'invalid identifier',
    foundBy: 'analyzer',
  },
  {
    what: 'MERGE: column twice in insert',
    sql: 'merge into S.T as P using S.U as N on P.A = N.A when not matched then insert (A, A) values (N.A, N.A)',
    because: 'duplicate column',
    foundBy: 'analyzer',
  },
  {
    what: 'MERGE: column set twice',
    sql: 'merge into S.T as P using S.U as N on P.A = N.A when matched then update set A = N.A, A = N.A',
    because: 'duplicate column',
    foundBy: 'analyzer',
  },
  {
    what: 'MERGE: values too few',
    sql: 'merge into S.T as P using S.U as N on P.A = N.A when not matched then insert (A, N) values (N.A)',
    because: 'column list',
    foundBy: 'analyzer',
  },
  {
    what: 'create: column twice',
    sql: 'create table S.NEW (A varchar, A varchar)',
    because: 'duplicate column',
    foundBy: 'analyzer',
  },
  {
    what: 'MERGE: not matched by source',
    sql: 'merge into S.T as P using S.U as N on P.A = N.A when not matched by source then delete',
    because: 'no such clause',
    foundBy: 'check',
  },
  {
    what: 'MERGE: missing column set',
    sql: 'merge into S.T as P using S.U as N on P.A = N.A when matched then update set NOPE = N.A',
    because: 'invalid identifier',
    foundBy: 'analyzer',
  },
  {
    what: 'MERGE: wrong type',
    sql: 'merge into S.T as P using S.U as N on P.A = N.A when matched then update set TS = N.AR',
    because: 'expecting TIMESTAMP_NTZ but got ARRAY',
    foundBy: 'analyzer',
  },
  {
    what: 'MERGE: key of another type',
    sql: 'merge into S.T as P using S.U as N on P.A = N.AR when matched then update set A = N.A',
    because: 'no common type',
    foundBy: 'analyzer',
  },
  {
    what: 'HLL state kept as it is',
    sql: 'insert into S.T (O) select hll_accumulate(A) from S.T',
    because: 'expecting OBJECT but got BINARY',
    foundBy: 'analyzer',
  },
  {
    what: 'VARIANT into an OBJECT column',
    sql: 'insert into S.T (O) select V from S.T',
    because: 'expecting OBJECT but got VARIANT',
    foundBy: 'analyzer',
  },
  {
    what: "added column of another's type",
    sql: 'alter table S.T add column if not exists "X" int64',
    because: 'unknown type',
    foundBy: 'check',
  },
  {
    what: "column of another's type",
    sql: 'create table S.NEW (A string_list)',
    because: 'unknown type',
    foundBy: 'check',
  },
  {
    what: 'null into a column that has none',
    sql: 'insert into S.REQUIRED (A) select null',
    because: 'NULL result in a non-nullable column',
    foundBy: 'nobody',
  },
  {
    what: 'a table that is there',
    sql: 'create table S.T (A varchar)',
    because: 'object already exists',
    foundBy: 'nobody',
  },
]
