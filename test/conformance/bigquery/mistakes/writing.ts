import { foundBy, type Mistake } from '../../mistakes.ts'

/** Statements that write, and that make tables. */
export const writing: readonly Mistake[] = [
  ...foundBy('analyzer', [
    [
      'insert: too few values',
      "insert into s.t (a, n) select 'x' as a",
      'Inserted row has wrong column count; Has 1, expected 2',
    ],
    [
      'insert: too many values',
      "insert into s.t (a) values ('x', 'y')",
      'Inserted row has wrong column count; Has 2, expected 1',
    ],
    [
      'insert number into text',
      'insert into s.t (a) select n from s.t',
      'Query column 1 has type INT64 which cannot be inserted into column a, which has type STRING',
    ],
    [
      'insert text into number',
      "insert into s.t (n) select '1' as n",
      'Query column 1 has type STRING which cannot be inserted into column n, which has type INT64',
    ],
    [
      'insert text into timestamp',
      'insert into s.t (ts) select a from s.t',
      'Query column 1 has type STRING which cannot be inserted into column ts, which has type TIMESTAMP',
    ],
    [
      'insert a time as text',
      "insert into s.t (ts) select '2024-01-01' as n",
      'Query column 1 has type STRING which cannot be inserted into column ts, which has type TIMESTAMP',
    ],
    [
      'insert datetime into timestamp',
      'insert into s.t (ts) select dt from s.t',
      'Query column 1 has type DATETIME which cannot be inserted into column ts, which has type TIMESTAMP',
    ],
    [
      'insert float into NUMERIC',
      'insert into s.t (m) select f from s.t',
      'Query column 1 has type FLOAT64 which cannot be inserted into column m, which has type NUMERIC',
    ],
    [
      'insert NUMERIC into INT64',
      'insert into s.t (n) select m from s.t',
      'Query column 1 has type NUMERIC which cannot be inserted into column n, which has type INT64',
    ],
    [
      'insert float into INT64',
      'insert into s.t (n) select f from s.t',
      'Query column 1 has type FLOAT64 which cannot be inserted into column n, which has type INT64',
    ],
    [
      'insert text into JSON',
      'insert into s.t (j) select a from s.t',
      'Query column 1 has type STRING which cannot be inserted into column j, which has type JSON',
    ],
    [
      'insert JSON as text',
      "insert into s.t (j) values ('{}')",
      'Value has type STRING which cannot be inserted into column j, which has type JSON',
    ],
    [
      'insert text into bytes',
      'insert into s.t (bi) select a from s.t',
      'Query column 1 has type STRING which cannot be inserted into column bi, which has type BYTES',
    ],
    [
      'insert text into list',
      'insert into s.t (ar) select a from s.t',
      'Query column 1 has type STRING which cannot be inserted into column ar, which has type ARRAY<STRING>',
    ],
    [
      'insert numbers into texts',
      'insert into s.t (ar) values ([1])',
      'Value has type ARRAY<INT64> which cannot be inserted into column ar, which has type ARRAY<STRING>',
    ],
    [
      'insert: other fields',
      "insert into s.t (st) values (struct('x', 1))",
      'Value has type STRUCT<STRING, INT64> which cannot be inserted into column st, which has type STRUCT<x INT64, y STRING>',
    ],
    [
      'insert: column twice',
      "insert into s.t (a, a) select 'x' as a, 'y' as b",
      'INSERT has columns with duplicate name: a',
    ],
    [
      'insert: missing column',
      "insert into s.t (nope) select 'x' as a",
      'Column nope is not present in table t',
    ],
    ['insert: missing table', "insert into s.nope (a) select 'x' as a", 'Table not found: s.nope'],
    [
      'insert overwrite',
      'insert overwrite into s.t (a) select a from s.t',
      'Syntax error: Unexpected INSERT target name',
    ],
    ['update without where', "update s.t set a = 'x'", 'UPDATE must have a WHERE clause'],
    ['update: missing column', "update s.t set nope = 1 where a = 'x'", 'Unrecognized name: nope'],
    [
      'update: wrong type',
      'update s.t set ts = a where true',
      'Value of type STRING cannot be assigned to ts, which has type TIMESTAMP',
    ],
    [
      'update: column twice',
      "update s.t set a = 'x', a = 'y' where true",
      'Update item a assigned more than once',
    ],
    ['delete without where', 'delete from s.t', 'DELETE must have a WHERE clause'],
    ['delete: missing column', 'delete from s.t where nope = 1', 'Unrecognized name: nope'],
    [
      'delete where text',
      'delete from s.t where a',
      'WHERE clause should return type BOOL, but returns STRING',
    ],
    [
      'merge: column twice in insert',
      'merge into s.t as p using s.u as n on p.a = n.a when not matched then insert (a, a) values (n.a, n.a)',
      'MERGE has INSERT operation with duplicated column names: a',
    ],
    [
      'merge: column set twice',
      'merge into s.t as p using s.u as n on p.a = n.a when matched then update set a = n.a, a = n.a',
      'Update item a assigned more than once',
    ],
    [
      'merge: values too few',
      'merge into s.t as p using s.u as n on p.a = n.a when not matched then insert (a, n) values (n.a)',
      'Inserted row has wrong column count; Has 1, expected 2',
    ],
    [
      'merge: missing column set',
      'merge into s.t as p using s.u as n on p.a = n.a when matched then update set nope = n.a',
      'Unrecognized name: nope',
    ],
    [
      'merge: wrong type',
      'merge into s.t as p using s.u as n on p.a = n.a when matched then update set ts = n.ar',
      'Value of type ARRAY<STRING> cannot be assigned to ts, which has type TIMESTAMP',
    ],
    [
      'merge: key of another type',
      'merge into s.t as p using s.u as n on p.a = n.n when matched then update set a = n.a',
      'operator = for argument types: STRING, INT64',
    ],
    [
      'merge: insert what matched',
      'merge into s.t as p using s.u as n on p.a = n.a when matched then insert (a) values (n.a)',
      'INSERT is only allowed for NOT MATCHED BY TARGET clause',
    ],
    [
      'merge: update what did not match',
      'merge into s.t as p using s.u as n on p.a = n.a when not matched then update set a = n.a',
      'UPDATE is not allowed for NOT MATCHED BY TARGET clause',
    ],
    [
      'merge: delete what did not match',
      'merge into s.t as p using s.u as n on p.a = n.a when not matched then delete',
      'DELETE is not allowed for NOT MATCHED BY TARGET clause',
    ],
    [
      "merge: insert of the target's",
      'merge into s.t as p using s.u as n on p.a = n.a when not matched then insert (a) values (p.a)',
      'Unrecognized name: p',
    ],
    [
      'merge: what no source has',
      'merge into s.t as p using s.u as n on p.a = n.a when not matched by source then update set a = n.a',
      'Cannot access field a on a value with type INT64',
    ],
    [
      'merge: nothing done',
      'merge into s.t as p using s.u as n on p.a = n.a',
      'Syntax error: Expected keyword WHEN but got end of statement',
    ],
    [
      'merge: no condition',
      'merge into s.t as p using s.u as n when matched then delete',
      'Syntax error: Expected keyword ON but got keyword WHEN',
    ],
    [
      'merge: condition of a number',
      'merge into s.t as p using s.u as n on p.n when matched then delete',
      'merge condition should return type BOOL, but returns INT64',
    ],
    [
      'merge: match of a number',
      'merge into s.t as p using s.u as n on p.a = n.a when matched and n.n then delete',
      'match condition should return type BOOL, but returns INT64',
    ],
    [
      'create: column twice',
      'create table s.x (a string, a string)',
      'Duplicate column name a in CREATE TABLE',
    ],
    [
      'create: list of lists',
      'create table s.x (a array<array<string>>)',
      'Arrays of arrays are not supported',
    ],
    [
      'create: partition by a missing column',
      'create table s.x (a timestamp) partition by date(b)',
      'Unrecognized name: b',
    ],
    [
      'create: cluster by a missing column',
      'create table s.x (a string) cluster by nope',
      'Unrecognized name: nope',
    ],
    [
      'create: cluster by JSON',
      'create table s.x (a json) cluster by a',
      'CLUSTER BY expression must be groupable, but type is JSON',
    ],
    [
      'create: cluster by a float',
      'create table s.x (a float64) cluster by a',
      'CLUSTER BY expression may not be a floating point type',
    ],
    [
      'create: replace if not exists',
      'create or replace table if not exists s.x (a string)',
      'CREATE TABLE cannot have both OR REPLACE and IF NOT EXISTS',
    ],
    [
      'create as: column without a name',
      'create table s.x as select 1',
      'CREATE TABLE columns must be named, but column 1 has no name',
    ],
    [
      'create: default of another type',
      "create table s.x (a int64 default 'x')",
      'Column default expression has type STRING which cannot be assigned to column type INT64',
    ],
    ['alter: missing table', 'alter table s.nope add column z string', 'Table not found: s.nope'],
    ['alter: missing column', 'alter table s.t drop column nope', 'Column not found: nope'],
    ['alter: column that is there', 'alter table s.t add column a string', 'Column already exists: a'],
  ]),
  ...foundBy('nobody', [
    ['null in a list', "insert into s.t (ar) values (['x', null])", 'Array cannot have a null element'],
    [
      'null into a column that has none',
      'insert into s.required (a) select cast(null as string)',
      'Required field a cannot be null',
    ],
    [
      'two rows for one',
      "merge into s.t as p using (select 'x' as a union all select 'x') as n on p.a = n.a when matched then update set n = 1",
      'UPDATE/MERGE must match at most one source row for each target row',
    ],
    [
      'create: list not null',
      'create table s.x (a array<string> not null)',
      'NOT NULL cannot be applied to ARRAY fields',
    ],
    [
      'create: partition by text',
      'create table s.x (a string) partition by a',
      'PARTITION BY expression must be a date, a timestamp or a range',
    ],
    [
      'create: partition by minutes',
      'create table s.x (a timestamp) partition by timestamp_trunc(a, minute)',
      'PARTITION BY of hours, days, months or years',
    ],
    [
      'create: two partitions',
      'create table s.x (a timestamp, b date) partition by date(a), b',
      'Only a single PARTITION BY expression is supported',
    ],
    [
      'create: cluster by five',
      'create table s.x (a string, b string, c string, d string, e string) cluster by a, b, c, d, e',
      'at most 4 columns',
    ],
    [
      'create: cluster by list',
      'create table s.x (a array<string>) cluster by a',
      'Field a cannot be repeated',
    ],
    ['create: unknown option', 'create table s.x (a string) options (nope = 1)', 'Unknown option: nope'],
    [
      'create: option of another type',
      "create table s.x (a string) options (expiration_timestamp = 'x')",
      'expiration_timestamp is a TIMESTAMP',
    ],
    [
      'alter: required column',
      'alter table s.t add column z string not null',
      'Cannot add required fields to an existing schema',
    ],
    ['a table that is there', 'create table s.t (a string)', 'Already Exists: Table s.t'],
    ['drop: missing table', 'drop table s.nope', 'Not found: Table s.nope'],
  ]),
]
