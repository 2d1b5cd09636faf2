/** Several statements as one job. */
import { describe, expect, it } from 'vitest'
import { isServed, oneDatabase } from '../one-database.ts'

const begin = 'begin transaction'
const commit = 'commit transaction'
const insert = (n: number) => `insert into d.t values (${n})`
const fails = 'insert into d.t select cast("x" as int64)'

describe.skipIf(!isServed)('bigquery: a script', () => {
  it.each([
    ['keeps what its transaction committed', [begin, insert(1), insert(2), commit], [1n, 2n], undefined],
    ['rolls a transaction back when a statement fails', [begin, insert(1), fails, commit], [], 'Bad int64'],
    ['rolls back when it is told to', [begin, insert(1), 'rollback transaction', insert(2)], [2n], undefined],
    ['rolls back what it never commits', [begin, insert(1)], [], undefined],
    [
      'keeps what is committed when a later statement fails',
      [begin, insert(1), commit, fails],
      [1n],
      'Bad int64',
    ],
    ['keeps every statement before the one that fails', [insert(1), fails, insert(2)], [1n], 'Bad int64'],
    ['has no transaction inside another', [begin, insert(1), begin], [], 'Nested transactions'],
    ['commits only what was begun', [insert(1), commit], [1n], 'no active transaction'],
    [
      'makes no tables in a transaction',
      [begin, insert(1), 'create table d.u (a int64)'],
      [],
      'DDL statements are not',
    ],
  ])('%s', async (_, statements, kept, refused) => {
    const { execute, query, together } = await oneDatabase()
    await execute('create table d.t (a int64)')
    const run = together(...statements)
    await (refused === undefined ? run : expect(run).rejects.toThrow(refused))
    expect((await query('select a from d.t order by a')).map(({ a }) => a)).toEqual(kept)
  })

  it('is one of statements where semicolons and words of others stand in text, names and comments', async () => {
    const { execute, query } = await oneDatabase()
    await execute(
      "create table d.t (`a;\\`b` string); # one; two\ninsert into d.t /* ; */ values ('it\\'s; commit'), (r'\\d'), ('''a';'b''') -- end;",
    )
    expect((await query('select `a;\\`b` as a from d.t order by 1')).map(({ a }) => a)).toEqual([
      '\\d',
      "a';'b",
      "it's; commit",
    ])
  })
})
