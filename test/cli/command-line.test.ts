import { describe, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands/index.ts'
import { readCommandLine } from '../../src/cli/line/command-line.ts'
import { SbeError } from '../../src/errors.ts'

function read(...args: readonly string[]) {
  const asked = readCommandLine(args, commands)
  if (asked.kind !== 'run') throw new Error(`asks for ${asked.kind}`)
  return { command: asked.command.name, ...asked.invocation }
}

function refusal(...args: readonly string[]): string {
  try {
    readCommandLine(args, commands)
  } catch (error) {
    if (error instanceof SbeError) return `${error.exitCode}: ${error.message}`
    throw error
  }
  return 'none'
}

describe('values stay as they are typed', () => {
  test.each([
    '0012',
    '1e5',
    '9007199254740993',
    'true',
    'false',
    'null',
    '',
    ' ',
    '0x10',
    'a=b',
    '--x',
    '-y',
    '-5',
    "O'Reilly",
    '__proto__',
    '☃️',
    'run',
  ])('%j', (value) => {
    expect(read('preview', 'g', `--key=${value}`).flags.key).toEqual([value])
  })

  test('behind a space too', () => {
    const { flags, operands } = read('preview', '--key', '0012', '007', '--key', '-5', '--key', '')
    expect([flags.key, operands]).toEqual([['0012', '-5', ''], ['007']])
  })

  test('behind a flag without a value', () => {
    expect(read('preview', '--json', 'true').operands).toEqual(['true'])
  })

  test('behind two dashes', () => {
    expect(read('preview', '--', '--odd').operands).toEqual(['--odd'])
  })
})

test('short and long flags of one name add up', () => {
  expect(read('run', '-s', 'a', '--select', 'b', '-s=c').flags.select).toEqual(['a', 'b', 'c'])
})

test('short flags stand together', () => {
  const { flags } = read('run', '-vqt', 'prod')
  expect([flags.verbose, flags.quiet, flags.target]).toEqual([true, true, 'prod'])
})

test('a switch given twice is given', () => {
  expect(read('sync', '--dry-run', '--dry-run').flags['dry-run']).toBe(true)
  expect(read('run', '-qq').flags.quiet).toBe(true)
  expect(read('run', '--no-color', '--no-color').flags['no-color']).toBe(true)
})

test.each([
  [['run', '-sshop_users'], { select: ['shop_users'] }],
  [['run', '-ths', '-f./other.yaml'], { target: 'hs', config: './other.yaml' }],
  [['preview', 'g', '-s0012'], { select: ['0012'] }],
])('a value stands right behind a short flag: %j', (args, flags) => {
  expect(read(...args)).toMatchObject({ flags })
})

test('a value that is the name of a command is no command', () => {
  expect(read('-t', 'run', 'compile')).toMatchObject({ command: 'compile', flags: { target: 'run' } })
})

test.each([
  [['run'], 'text'],
  [['run', '--json'], 'ndjson'],
  [['status', '--json'], 'json'],
  [['compile', '--format', 'ir'], 'ir'],
  [['status', '--format', 'json', '--json'], 'json'],
] as const)('%j prints %s', (args, format) => {
  expect(read(...args).format).toBe(format)
})

test.each([
  [['rnu']],
  [['frobnicate', '--help']],
  [['--frobnicate']],
  [['run', '--as-off', '2024-03-10']],
  [['run', '--limit', '3']],
  [['run', '--asOf']],
  [['run', '-x']],
  [['run', '-xyz', 'a']],
  [['run', '-vx5']],
  [['compile', '--out']],
  [['columns', '--out']],
  [['-x', 'rnu']],
  [['run', '--no-select']],
  [['run', 'shop_users']],
  [['run', '-t']],
  [['run', '-t', '--json']],
  [['run', '-t', 'a', '--target', 'b']],
  [['run', '--full-refresh=yes']],
  [['preview']],
  [['preview', 'a', 'b']],
  [['init', '--json']],
  [['compile', '--format', 'yaml']],
  [['compile', '--format', 'ir', '--json']],
  [['run', '--__proto__', 'x']],
  [['run', '--select.x', 'y']],
])('%j is refused', (args) => {
  expect(refusal(...args)).toMatchSnapshot()
})
