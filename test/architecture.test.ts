import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Program, parseSync, Visitor } from 'oxc-parser'
import { expect, test } from 'vitest'

/*
 * The rules that keep the code a pipeline. To extend: a folder is a row of `parts`, a permission a row
 * of one of the tables below it, a rule a function from a file to its violations.
 */

const pipeline = ['definition', 'plan', 'sql', 'steps', 'compile', 'run'] as const

/** Part → where it is. The first match counts; a name that ends in / is a folder. */
const parts: readonly (readonly [part: string, ...paths: string[]])[] = [
  ['shared', 'src/errors.ts', 'src/config/model.ts', 'src/column-type.ts'],
  ['definition', 'src/definition/'],
  ['plan', 'src/plan/'],
  ['sql', 'src/sql/', 'src/dialect.ts'],
  ['steps', 'src/steps/'],
  ['compile', 'src/compile/'],
  ['warehouse', 'src/warehouse.ts'],
  ['run', 'src/run/'],
  ['config', 'src/config/'],
  ['demo', 'src/demo/'],
  ['signals', 'src/signals/'],
  ['export', 'src/export/'],
  ['cli', 'src/cli/'],
  ['library', 'src/index.ts'],
  ['dialects', 'dialects/'],
]

/** Part → the parts it may import, itself and `shared` aside. Data flows from left to right only. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  definition: [],
  plan: before('plan'),
  sql: before('sql'),
  steps: before('steps'),
  compile: before('compile'),
  warehouse: before('steps'),
  run: [...before('run'), 'warehouse'],
  config: ['definition'],
  demo: ['definition'],
  signals: ['definition', 'config'],
  export: before('run'),
  cli: [...pipeline, 'warehouse', 'config', 'demo', 'signals', 'export', 'library'],
  library: [...pipeline, 'warehouse', 'config', 'demo', 'signals', 'export'],
  dialects: ['sql', 'warehouse', 'demo'],
}

function before(part: (typeof pipeline)[number]): readonly string[] {
  return pipeline.slice(0, pipeline.indexOf(part))
}

/** Imports that the table above does not allow, each with its reason. */
const alsoAllowed: readonly { readonly from: RegExp; readonly to: RegExp; readonly typeOnly?: true }[] = [
  // The one place where the core meets the warehouses.
  { from: /^src\/cli\/main\.ts$/, to: /^dialects\/index\.ts$/ },
  // Types are erased: what Dialect's own signature names, a dialect may name too.
  { from: /^dialects\//, to: /^src\/(definition|plan)\//, typeOnly: true },
  // What a warehouse says of itself for an export is a type of the export's.
  { from: /^dialects\/[^/]+\/dbt\.ts$/, to: /^src\/export\/dbt\/target\.ts$/, typeOnly: true },
  // How Snowplow's loaders spell columns is one rule for everybody.
  { from: /^dialects\//, to: /^src\/definition\/property-column\.ts$/ },
]

/** Package → the files that may import it, and why no others. */
const packages: readonly { readonly name: string; readonly only: RegExp; readonly why: string }[] = [
  ...['@duckdb/node-api', 'snowflake-sdk', '@google-cloud/bigquery'].map((name) => ({
    name,
    only: /^dialects\/([^/]+\/warehouse|duckdb\/(events|event-codec))\.ts$/,
    why: 'a vendor SDK is loaded lazily, behind the Warehouse port',
  })),
  {
    name: 'sql-formatter',
    only: /^src\/compile\//,
    why: 'it is slow to load, and only text for people is formatted',
  },
  ...['ofetch', 'undici'].map((name) => ({
    name,
    only: /^src\/signals\/http\.ts$/,
    why: 'HTTP is spoken in one place, with timeouts, proxies and retries',
  })),
  { name: 'cac', only: /^src\/cli\//, why: 'only the command line has a command line' },
  {
    name: 'node:fs',
    only: /^src\/(definition\/load[^/]*|config\/.*|compile\/files|cli\/.*|run\/telling\/artifacts)\.ts$|^dialects\/[^/]+\/warehouse\.ts$/,
    why: 'the file system comes in as an argument elsewhere',
  },
]

const clockFiles =
  /^src\/cli\/main\.ts$|^(src|dialects)\/(.+\/)?(clock|ids)\.ts$|^dialects\/[^/]+\/warehouse\.ts$/
const dialectNames = ['duckdb', 'snowflake', 'bigquery']
const longestFile = 400

interface Import {
  /** A path from the root, or a package. */
  readonly to: string
  /** Types are erased; what is imported dynamically is loaded when it is needed. */
  readonly kind: 'type' | 'static' | 'dynamic'
}

interface SourceFile {
  readonly path: string
  readonly text: string
  readonly program: Program
  readonly imports: readonly Import[]
}

function sourceFile(path: string, text: string): SourceFile {
  const { module, program } = parseSync(path, text)
  const imports: Import[] = []
  const add = (specifier: string, kind: Import['kind']) =>
    imports.push({
      to: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier,
      kind,
    })
  for (const { moduleRequest, entries } of module.staticImports) {
    const erased = entries.length > 0 && entries.every(({ isType }) => isType)
    add(moduleRequest.value, erased ? 'type' : 'static')
  }
  for (const { moduleRequest, isType } of module.staticExports.flatMap(({ entries }) => entries)) {
    if (moduleRequest !== null) add(moduleRequest.value, isType ? 'type' : 'static')
  }
  new Visitor({
    ImportExpression({ source }) {
      if (source.type === 'Literal') add(String(source.value), 'dynamic')
    },
  }).visit(program)
  return { path, text, program, imports }
}

type Rule = (file: SourceFile) => readonly string[]

function partOf(path: string): string | undefined {
  return parts.find(([, ...paths]) =>
    paths.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place)),
  )?.[0]
}

const rules: Readonly<Record<string, Rule>> = {
  'every file belongs to a part': ({ path }) =>
    partOf(path) === undefined
      ? ['belongs to no part: add its folder to `parts`, with what it may import']
      : [],

  'imports go from left to right': ({ path, imports }) => {
    const from = partOf(path)
    if (from === undefined) return []
    return imports.flatMap(({ to, kind }) => {
      const part = partOf(to)
      const allowed =
        part === undefined ||
        part === from ||
        part === 'shared' ||
        mayImport[from]?.includes(part) ||
        alsoAllowed.some(
          (row) => row.from.test(path) && row.to.test(to) && (row.typeOnly === undefined || kind === 'type'),
        )
      if (allowed) return []
      const list = [...(mayImport[from] ?? []), 'shared'].join(', ')
      return [`imports ${to}: ${from} may import only ${list}, so that nothing looks back upstream`]
    })
  },

  'packages stay where they belong': ({ path, imports }) =>
    imports.flatMap(({ to, kind }) => {
      const rule = packages.find(({ name }) => to === name || to.startsWith(`${name}/`))
      if (rule === undefined || kind === 'type' || rule.only.test(path)) return []
      return [`imports ${to}, allowed only in ${rule.only.source}: ${rule.why}`]
    }),

  'an index imports drivers lazily': ({ path, imports }) =>
    /^dialects\/([^/]+\/)?index\.ts$/.test(path)
      ? imports
          .filter(
            ({ to, kind }) =>
              kind === 'static' && /\/(warehouse|events)\.ts$/.test(to) && partOf(to) === 'dialects',
          )
          .map(({ to }) => `imports ${to} statically: every command would load the vendor's driver`)
      : [],

  'no dialect is named by the core': ({ path, program }) => {
    if (!path.startsWith('src/')) return []
    const found: string[] = []
    const name = (node: { readonly type: string; readonly value?: unknown } | null) =>
      node?.type === 'Literal' && typeof node.value === 'string' && dialectNames.includes(node.value)
        ? node.value
        : undefined
    const add = (dialect: string | undefined) => {
      if (dialect !== undefined) {
        found.push(`compares with '${dialect}': what differs between warehouses is data of the dialect`)
      }
    }
    new Visitor({
      BinaryExpression({ left, right }) {
        add(name(left) ?? name(right))
      },
      SwitchCase({ test: value }) {
        add(name(value))
      },
    }).visit(program)
    return found
  },

  'time and chance come in as arguments': ({ path, program }) => {
    if (clockFiles.test(path)) return []
    const found: string[] = []
    const add = (what: string) =>
      found.push(`uses ${what}: a function of the clock or of chance can be neither repeated nor tested`)
    new Visitor({
      NewExpression({ callee, arguments: given }) {
        if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0) add('new Date()')
      },
      MemberExpression({ object, property }) {
        const written = [object, property]
          .map((node) => (node.type === 'Identifier' ? node.name : ''))
          .join('.')
        if (['Date.now', 'Math.random', 'performance.now'].includes(written)) add(written)
      },
      Identifier({ name }) {
        if (['randomUUID', 'randomBytes'].includes(name)) add(name)
      },
    }).visit(program)
    return found
  },

  'a file holds one idea': ({ text }) => {
    const lines = text.split('\n').length - 1
    return lines > longestFile
      ? [`has ${lines} lines, more than ${longestFile}: look for the second idea`]
      : []
  },

  'a name says what is in the file': ({ path }) =>
    /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(path)
      ? ['is named after nothing: name it after the idea it holds']
      : [],
}

function violations(rule: Rule, file: SourceFile): readonly string[] {
  return rule(file).map((what) => `${file.path} ${what}`)
}

const root = fileURLToPath(new URL('..', import.meta.url))
const files = ['src', 'dialects'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const absolute = join(root, folder, name)
      return sourceFile(relative(root, absolute).replaceAll('\\', '/'), readFileSync(absolute, 'utf8'))
    }),
)

test.each(Object.entries(rules))('%s', (_, rule) => {
  expect(files.length).toBeGreaterThan(0)
  expect(files.flatMap((file) => violations(rule, file))).toEqual([])
})

/** Rule → a file that breaks it, and what must be reported. */
const broken: readonly (readonly [rule: string, path: string, text: string, report: string])[] = [
  ['every file belongs to a part', 'src/elsewhere/x.ts', '', 'belongs to no part'],
  ['imports go from left to right', 'src/plan/x.ts', `import { a } from '../steps/a.ts'`, 'src/steps/a.ts'],
  ['imports go from left to right', 'src/definition/x.ts', `export * from '../plan/a.ts'`, 'src/plan/a.ts'],
  ['imports go from left to right', 'src/run/x.ts', `await import('../cli/a.ts')`, 'src/cli/a.ts'],
  [
    'imports go from left to right',
    'src/cli/run.ts',
    `import '../../dialects/index.ts'`,
    'dialects/index.ts',
  ],
  [
    'imports go from left to right',
    'src/cli/main.ts',
    `import '../../dialects/duckdb/dialect.ts'`,
    'duckdb/dialect',
  ],
  [
    'imports go from left to right',
    'dialects/duckdb/x.ts',
    `import { a } from '../../src/plan/a.ts'`,
    'src/plan/a.ts',
  ],
  ['packages stay where they belong', 'src/run/x.ts', `import a from 'snowflake-sdk'`, 'Warehouse port'],
  [
    'packages stay where they belong',
    'dialects/duckdb/dialect.ts',
    `import '@duckdb/node-api'`,
    'Warehouse port',
  ],
  [
    'packages stay where they belong',
    'src/sql/x.ts',
    `const f = await import('sql-formatter')`,
    'slow to load',
  ],
  [
    'packages stay where they belong',
    'src/plan/x.ts',
    `import { readFile } from 'node:fs/promises'`,
    'file system',
  ],
  [
    'an index imports drivers lazily',
    'dialects/index.ts',
    `import { a } from './duckdb/warehouse.ts'`,
    'statically',
  ],
  ['no dialect is named by the core', 'src/sql/x.ts', `if (name === 'bigquery') go()`, `'bigquery'`],
  ['no dialect is named by the core', 'src/sql/x.ts', `switch (n) { case 'duckdb': go() }`, `'duckdb'`],
  ['time and chance come in as arguments', 'src/run/x.ts', `const a = Date.now()`, 'Date.now'],
  ['time and chance come in as arguments', 'src/run/x.ts', `const a = new Date()`, 'new Date()'],
  [
    'time and chance come in as arguments',
    'src/run/x.ts',
    `import { randomUUID } from 'node:crypto'`,
    'randomUUID',
  ],
  ['a file holds one idea', 'src/run/x.ts', '\n'.repeat(401), '401 lines'],
  ['a name says what is in the file', 'src/run/helpers.ts', '', 'named after nothing'],
]

test.each(broken)('"%s" reports %s: %s', (rule, path, text, report) => {
  const found = rules[rule]?.(sourceFile(path, text)) ?? []
  expect(found.join('\n')).toContain(report)
})

test.each([
  ['imports go from left to right', 'src/cli/main.ts', `import '../../dialects/index.ts'`],
  ['imports go from left to right', 'dialects/duckdb/x.ts', `import type { A } from '../../src/plan/a.ts'`],
  ['packages stay where they belong', 'dialects/duckdb/warehouse.ts', `import '@duckdb/node-api'`],
  ['an index imports drivers lazily', 'dialects/index.ts', `await import('./duckdb/warehouse.ts')`],
  ['time and chance come in as arguments', 'src/run/x.ts', `const day = new Date(milliseconds)`],
  ['no dialect is named by the core', 'src/cli/x.ts', `const table = { duckdb: 1 }`],
])('"%s" allows %s: %s', (rule, path, text) => {
  expect(rules[rule]?.(sourceFile(path, text))).toEqual([])
})

/** Files, or rooms, that import one another in a circle, types included: none of them can be understood alone. */
function circles(imports: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (at: string, path: readonly string[]): void => {
    const begin = path.indexOf(at)
    if (begin >= 0) found.add([...path.slice(begin), at].join(' → '))
    if (begin >= 0 || done.has(at)) return
    for (const to of imports.get(at) ?? []) visit(to, [...path, at])
    done.add(at)
  }
  for (const at of imports.keys()) visit(at, [])
  return [...found]
}

/** Who imports whom, each file under a name. */
function importsBetween(
  some: readonly SourceFile[],
  nameOf: (path: string) => string | undefined,
): ReadonlyMap<string, ReadonlySet<string>> {
  const between = new Map<string, Set<string>>()
  for (const { path, imports } of some) {
    const from = nameOf(path)
    if (from === undefined) continue
    const to = between.get(from) ?? new Set()
    between.set(from, to)
    for (const each of imports) {
      const name = nameOf(each.to)
      if (name !== undefined && name !== from) to.add(name)
    }
  }
  return between
}

/** The room of a file: a folder of src/run or src/cli; a file that stands beside the rooms is its own. */
function roomOf(path: string): string | undefined {
  return /^src\/(?:run|cli)\/[^/]+/.exec(path)?.[0]
}

test('no files import one another in a circle, and no rooms', () => {
  expect(circles(importsBetween(files, (path) => (path.endsWith('.ts') ? path : undefined)))).toEqual([])
  expect(circles(importsBetween(files, roomOf))).toEqual([])
})

test('a circle is found, of types, too', () => {
  const some = [
    sourceFile('src/run/a/x.ts', `import type { B } from '../b/y.ts'`),
    sourceFile('src/run/b/y.ts', `import { c } from '../c.ts'`),
    sourceFile('src/run/b/z.ts', ''),
    sourceFile('src/run/c.ts', `import { b } from './b/z.ts'; import type { A } from './a/x.ts'`),
  ]
  expect(circles(importsBetween(some, (path) => path))).toEqual([
    'src/run/a/x.ts → src/run/b/y.ts → src/run/c.ts → src/run/a/x.ts',
  ])
  expect(circles(importsBetween(some, roomOf))).toContain('src/run/b → src/run/c.ts → src/run/b')
})

test('every rule has a file that breaks it', () => {
  expect(new Set(broken.map(([rule]) => rule))).toEqual(new Set(Object.keys(rules)))
})
