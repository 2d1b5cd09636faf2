import { expect, it } from 'vitest'
import { dialect } from '../../dialects/snowflake/dialect.ts'
import { coalesce, column, renderStatement, select } from '../../src/sql/index.ts'

it.each([
  ['one value is that value', ['a'], 'select "A" as "X"'],
  ['of several the first that is not null', ['a', 'b'], 'select coalesce("A", "B") as "X"'],
])('%s', (_, names, text) => {
  const query = select({ columns: [{ expr: coalesce(...names.map((name) => column(name))), as: 'x' }] })
  expect(renderStatement({ kind: 'query', query }, dialect)).toBe(text)
})
