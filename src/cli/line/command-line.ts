import { cac } from 'cac'
import { closest, didYouMean } from '../../definition/document/closest.ts'
import { fail } from '../../errors.ts'
import type { Command, Format, Invocation, Options } from './command.ts'
import { flagTokens, marked, unmarked } from './flag-tokens.ts'
import { globalOptions } from './global-options.ts'

/** What a command line asks for. */
export type Asked =
  | { readonly kind: 'help'; readonly command?: Command }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly command: Command; readonly invocation: Invocation<Options> }

/** Reads the arguments behind `sbe`. Throws usage errors: for commands and flags with what was probably meant. */
export function readCommandLine(args: readonly string[], commands: readonly Command[]): Asked {
  // a flag that several commands have is, as far as can be told yet, that of the command that is named
  const named = commands.find(({ name }) => args.includes(name))
  const tables = [...commands, ...(named === undefined ? [] : [named])].map(({ options }) => options)
  const every: Options = Object.assign({}, ...tables, globalOptions)
  const cli = cac('sbe')
  for (const command of commands) {
    const parsed = cli.command(command.name, command.summary).alias(marked(command.name))
    declare(parsed, { ...command.options, ...globalOptions })
  }
  declare(cli, globalOptions)
  const tokens = flagTokens(args, every)
  // what no command has would be taken apart by letters, and is told below
  const known = tokens.filter((token) => !token.startsWith('-') || isKnown(flagOf(token), every))
  const { args: words, options: found } = cli.parse(['node', 'sbe', ...known], { run: false })
  const command = commands.find(({ name }) => name === cli.matchedCommand?.name)
  const [first, ...rest] = words.map(unmarked)
  if (command === undefined) {
    if (found.version === true && first === undefined) return { kind: 'version' }
    checkFlags(tokens, first === undefined ? globalOptions : every, undefined, every)
    if (first !== undefined) unknownCommand(first, commands)
    return { kind: 'help' }
  }
  if (found.help === true) return { kind: 'help', command }
  if (found.version === true) return { kind: 'version' }
  const options: Options = { ...command.options, ...globalOptions }
  checkFlags(tokens, options, command, every)
  const operands = first === undefined ? [] : [first, ...rest]
  checkOperands(operands, command)
  const entries = Object.entries(options).map(([name, option]) => [
    name,
    flagValue(name, option, found[keyOf(name)]),
  ])
  // each value is what its option's kind calls for, by flagValue
  const flags = Object.fromEntries(entries) as Invocation<Options>['flags']
  return { kind: 'run', command, invocation: { flags, operands, format: formatOf(flags, command) } }
}

function declare(target: { option(raw: string, summary: string): unknown }, options: Options): void {
  for (const [name, { value, summary }] of Object.entries(options)) {
    target.option(value === undefined ? `--${name}` : `--${name} <${value}>`, summary)
  }
}

/** What cac calls a flag: in camel case, and one that begins with no- by the rest of it. */
function keyOf(name: string): string {
  return name
    .replace(/^no-/, '')
    .replaceAll(/([a-z])-([a-z])/g, (_, a: string, b: string) => a + b.toUpperCase())
}

function flagValue(
  name: string,
  option: Options[string],
  found: unknown,
): string | boolean | readonly string[] | undefined {
  // given twice it comes as a list
  if (option.value === undefined) return [found].flat().includes(!name.startsWith('no-'))
  // only flags that flagTokens gave a marked value get here
  const texts = [found]
    .flat()
    .filter((text) => typeof text === 'string')
    .map(unmarked)
  if (option.repeatable === true) return texts
  if (texts.length > 1) {
    fail({
      code: 'usage',
      message: `--${name} is given ${texts.length} times`,
      found: texts.join(', '),
      fix: 'give it once',
    })
  }
  return texts[0]
}

function flagOf(token: string): string {
  return token.split('=')[0] ?? ''
}

function isKnown(flag: string, options: Options): boolean {
  return flag.startsWith('--') && Object.hasOwn(options, flag.slice(2))
}

/** Of the flags as they were typed: cac takes --asOf for --as-of, and loses some names of its own. */
function checkFlags(
  tokens: readonly string[],
  options: Options,
  command: Command | undefined,
  every: Options,
): void {
  const flags = tokens.filter((token) => token.startsWith('-')).map(flagOf)
  const unknown = flags.find((flag) => !isKnown(flag, options))
  if (unknown === undefined) return
  const name = unknown.replace(/^-+/, '')
  const near =
    Object.hasOwn(every, name) || name.length === 1 ? undefined : closest(name, Object.keys(options))
  const of = command === undefined ? 'sbe' : `sbe ${command.name}`
  fail({
    code: 'usage',
    message: `${of} has no flag ${unknown}`,
    fix: near === undefined ? `see ${of} --help` : `did you mean "--${near}"?`,
  })
}

function unknownCommand(name: string, commands: readonly Command[]): never {
  const names = commands.map((command) => command.name)
  fail({
    code: 'usage',
    message: `there is no command ${name}`,
    expected: names.join(', '),
    fix: didYouMean(name, names) ?? 'see sbe --help',
  })
}

function checkOperands(operands: readonly string[], { name, operands: wanted }: Command): void {
  const usage = ['sbe', name, ...wanted].join(' ')
  const missing = wanted.slice(operands.length).find((operand) => !operand.startsWith('['))
  if (missing !== undefined) fail({ code: 'usage', message: `${missing} is missing`, expected: usage })
  const [extra] = operands.slice(wanted.length)
  if (extra === undefined) return
  const fix = 'leave it out, or put a value that has spaces in quotes'
  fail({ code: 'usage', message: 'one argument too many', found: extra, expected: usage, fix })
}

function formatOf({ format, json }: Invocation<Options>['flags'], { name, formats }: Command): Format {
  const [usual = 'text'] = formats
  const ofJson = formats.find((each) => each === 'json' || each === 'ndjson')
  if (json && ofJson === undefined)
    fail({ code: 'usage', message: `sbe ${name} has no --json`, expected: formats.join(', ') })
  if (format === undefined) return json && ofJson !== undefined ? ofJson : usual
  const asked = formats.find((each) => each === format)
  if (asked === undefined || (json && asked !== ofJson)) {
    const found = `--format ${format}${json ? ' --json' : ''}`
    fail({ code: 'usage', message: `sbe ${name} can't print that`, found, expected: formats.join(', ') })
  }
  return asked
}
