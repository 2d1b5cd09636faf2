/** Every function that Snowflake's statements call has its cases, so that none is used without its page having been read. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { dialect } from '../../../dialects/snowflake/dialect.ts'
import { functionCases } from './functions/index.ts'

const golden = fileURLToPath(new URL('../../../golden', import.meta.url))
/** Words that a parenthesis follows, and that are no functions. */
const words = new Set('and as cast exists group in number or over table using values when'.split(' '))

function called(): readonly string[] {
  const files = readdirSync(golden, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^[^/]+\/snowflake\/.*\.sql$/.test(name.replaceAll('\\', '/')),
  )
  const texts = files.map((name) =>
    readFileSync(`${golden}/${name}`, 'utf8').replace(/--.*|'(?:[^'\\]|\\.|'')*'/g, ''),
  )
  const names = texts.flatMap((text) => [...text.matchAll(/\b([a-z_]+) ?\(/g)].map(([, name = '']) => name))
  return [...new Set([...names, ...dialect.formatting.functions])].filter((name) => !words.has(name)).sort()
}

it('each function has a case with null, or is an aggregate of nothing', () => {
  const known = new Set(functionCases.map(({ of }) => of))
  const names = called()
  expect(names.length).toBeGreaterThan(50)
  expect(names.filter((name) => !known.has(name))).toEqual([])
})
