import { spawnSync } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands/index.ts'
import { binary, build, folder, sbe } from './sbe.ts'

beforeAll(build)

/** Prints the address of every module that is loaded. */
const tracing = `data:text/javascript,${encodeURIComponent(`
  import { register } from 'node:module'
  register('data:text/javascript,' + encodeURIComponent(\`
    import { writeSync } from 'node:fs'
    export async function load(url, context, next) { writeSync(2, 'loaded ' + url + '\\\\n'); return next(url, context) }
  \`))
`)}`

test.each([['--help'], ['--version'], ['run', '--help'], ['rnu']])(
  'sbe %s %s loads next to nothing',
  (...args) => {
    const { stderr } = spawnSync(process.execPath, ['--import', tracing, binary, ...args], {
      encoding: 'utf8',
    })
    const loaded = [...stderr.matchAll(/^loaded (.+)$/gm)].map(([, url]) => url ?? '')
    const packages = loaded.flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [])
    expect(loaded.some((url) => url.endsWith('cli/main.js'))).toBe(true)
    expect(new Set(packages)).toEqual(new Set(['cac', 'ansis']))
  },
)

test('without a command, help, and that is no error', () => {
  const { code, stdout, stderr } = sbe(folder())
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toEqual(sbe(folder(), '--help').stdout)
  expect(stdout).toMatchInlineSnapshot(`
    "sbe 0.1.0: attributes from behavioural events, computed in the warehouse

    Usage
      sbe COMMAND [flags]

    Commands
      init [dir]       a new project: config, example definitions, a CI workflow
      test-connection  warehouse, permissions and Signals, each on its own line
      pull             attribute groups from Signals to definition files, one each
      compile          definitions to SQL, as run executes it; connects to nothing
      plan             what run would do now: windows, new states, publications; changes nothing
      run              computes the attributes: counts new events, publishes what changed
      status           per group: how far events are counted, what became of the last run, what the next will do
      preview GROUP    values of a group: of its table, or, before the first run, of some keys straight from the events
      columns          the source tables' columns to sbe.columns.json, so that compile knows their types
      sync             registers published attributes tables with Signals
      generate         nothing any more: compile writes SQL, export dbt a dbt project

    Flags of every command
      -f, --config FILE    the config; ./sbe.config.yaml, .yml, .json or .ts without it
      -t, --target NAME    the environment: one of targets in the config
      -s, --select S       groups: name, name@version, shop_*, key:NAME, tag:NAME; a comma means and, a space or another flag or (repeatable)
          --exclude S      groups to leave out, written like those of --select (repeatable)
          --format FORMAT  how results are printed
          --json           results as JSON
      -q, --quiet          no progress; warnings and errors stay
      -v, --verbose        every statement, and the stack of an error
          --no-color       plain text on a terminal too, as with NO_COLOR or CI set
      -h, --help           what a command does, its flags and examples
          --version        the version of sbe

    Examples
      sbe init shop --demo  a project with a warehouse of sample events
      sbe run               compute the attributes, or bring them up to date
      sbe COMMAND --help    flags and examples of a command
    "
  `)
})

test('the version alone', () => {
  expect(sbe(folder(), '--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
})

test.each(commands.map(({ name }) => name))('sbe %s --help tells flags and examples', (name) => {
  const { code, stdout } = sbe(folder(), name, '--help')
  expect(code).toBe(0)
  expect(stdout).toMatchSnapshot()
})

test('a flag is of one kind everywhere', () => {
  const kinds = new Map<string, boolean>()
  for (const { options } of commands) {
    for (const [flag, { value }] of Object.entries(options)) {
      expect(kinds.get(flag) ?? value !== undefined).toBe(value !== undefined)
      kinds.set(flag, value !== undefined)
    }
  }
})
