/** Tables made, changed and dropped. */
import { describe, expect, it } from 'vitest'
import { isServed, oneDatabase } from '../one-database.ts'

describe.skipIf(!isServed)('bigquery: DDL', () => {
  it('makes a dataset or table once, and again where that is said', async () => {
    const { execute, query } = await oneDatabase()
    await expect(execute('create schema d')).rejects.toThrow(/Already Exists: Dataset \S+:d$/)
    await execute('create schema if not exists d')
    await execute(
      'create table d.t (a int64 not null, b array<string>) partition by range_bucket(a, [1]) cluster by a',
    )
    await execute('insert into d.t (a) values (1)')
    await expect(execute('create table d.t (x string)')).rejects.toThrow(/Already Exists: Table \S+:d\.t$/)
    await execute('create table if not exists d.t (x string)')
    expect(await query('select * from d.t')).toEqual([{ a: 1n, b: '[]' }])
    await execute("create or replace table d.t as select a + 1 as a, 'x' as c from d.t")
    expect(await query('select * from d.t')).toEqual([{ a: 2n, c: 'x' }])
  })

  it('adds and drops columns, of the rows that are there as well', async () => {
    const { execute, query } = await oneDatabase()
    await execute('create table d.t as select 1 as a, 2 as b')
    await execute(
      'alter table d.t add column if not exists A int64, add column `c` array<string>, drop column b',
    )
    expect(await query('select * from d.t')).toEqual([{ a: 1n, c: '[]' }])
    await expect(execute('alter table d.t add column a string')).rejects.toThrow('Column already exists: a')
    await expect(execute('alter table d.t drop column b')).rejects.toThrow('Column not found: b')
    await execute('alter table d.t drop column if exists b')
    // https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language#alter_table_add_column_statement
    await expect(execute('alter table d.t add column e int64 not null')).rejects.toThrow('required column e')
    await expect(execute('alter table d.nothing add column a int64')).rejects.toThrow(/Not found: Table/)
    await execute('alter table if exists d.nothing add column a int64')
  })

  it('drops what is there, a dataset with tables only with them', async () => {
    const { execute, query } = await oneDatabase()
    await execute('create table d.t as select 1 as a')
    await expect(execute('drop schema d')).rejects.toThrow(/Dataset \S+:d is still in use/)
    await execute('drop table d.t')
    await execute('drop table if exists d.t')
    await expect(execute('drop table d.t')).rejects.toThrow(/Not found: Table/)
    await execute('create table d.t as select 1 as a')
    await execute('drop schema d cascade')
    await expect(query('select * from d.t')).rejects.toThrow(/Not found: Table/)
    await expect(execute('create table d.t (a int64)')).rejects.toThrow(/Not found: Dataset/)
  })

  it('refuses what it has not, by its name', async () => {
    const { execute } = await oneDatabase()
    await execute('create table d.t as select 1 as a')
    for (const [statement, what] of [
      ['create view d.v as select 1 as a', 'CREATE VIEW'],
      ['create temp table x as select 1 as a', 'a temporary table'],
      ['create table d.u like d.t', 'CREATE TABLE LIKE'],
      ['create table d.u (a int64 default 1)', 'a DEFAULT of a column'],
      ['alter table d.t rename column a to b', 'RenameColumn'],
      ['truncate table d.t', 'TRUNCATE TABLE'],
      ["grant `roles/bigquery.dataViewer` on table d.t to 'user:a@b.c'", 'GRANT'],
    ] as const) {
      await expect(execute(statement), statement).rejects.toThrow(
        new RegExp(`${what}.* is not known to this server`),
      )
    }
  })
})
