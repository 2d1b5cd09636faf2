import { describe, expect, it } from 'vitest'
import { dialect } from '../../dialects/duckdb/dialect.ts'
import type { Column } from '../../src/sql/index.ts'
import { column, cte, derivedTables, part, renderStatement, select, sql } from '../../src/sql/index.ts'

const number = part('number', sql`n(${column('x', 's')})`)
const double = part('double', sql`d(${number})`)

/** The tables as one statement's text. */
function textOf(columns: readonly Column[], kept: readonly string[] = ['id']): string {
  const tables = derivedTables({ from: 'events', as: 's', name: 'made', kept, columns })
  const query = select({ with: tables, columns: [{ expr: column('id'), as: 'id' }], from: cte('made') })
  return renderStatement({ kind: 'query', query }, dialect).replaceAll('"', '')
}

describe('a query with parts', () => {
  it('is one table while nothing is used twice', () => {
    expect(textOf([{ expr: double, as: 'y' }])).toContain(
      'with made as (select s.id, d(n(s.x)) as y from events as s)',
    )
  })

  it('has a table for what is used twice, and one for what is made of that', () => {
    const columns = [
      { expr: sql`f(${double}, ${double})`, as: 'y' },
      { expr: number, as: 'z' },
    ]
    expect(textOf(columns)).toContain(
      [
        'with parts_of_made as (select s.id, n(s.x) as x_number from events as s)',
        'parts_of_made_2 as (select s.id, s.x_number, d(s.x_number) as x_double from parts_of_made as s)',
        'made as (select s.id, f(s.x_double, s.x_double) as y, s.x_number as z from parts_of_made_2 as s)',
      ].join(', '),
    )
  })

  it('writes a part of a repeated part once, where it stands', () => {
    const twice = { expr: sql`f(${double}, ${double})`, as: 'y' }
    expect(textOf([twice])).toContain(
      'with parts_of_made as (select s.id, d(n(s.x)) as x_double from events as s), made as (select s.id, f(s.x_double, s.x_double) as y',
    )
  })

  it('passes on a column that a result has the name of, and takes no name that is there', () => {
    const columns = [
      { expr: column('key', 's'), as: 'id_of_key' },
      { expr: sql`f(${number}, ${number}, ${column('x_number', 's')})`, as: 'key' },
    ]
    expect(textOf(columns, [])).toContain(
      'with parts_of_made as (select s.key, s.x_number, n(s.x) as x_number_2 from events as s), made as (select s.key as id_of_key, f(s.x_number_2, s.x_number_2, s.x_number) as key',
    )
  })
})
