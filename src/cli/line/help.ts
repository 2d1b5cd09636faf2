import type { Ansis } from 'ansis'
import type { Command, Options } from './command.ts'
import { globalOptions } from './global-options.ts'

/** What `sbe --help` prints. */
export function programHelp(commands: readonly Command[], version: string, paint: Ansis): string {
  return sections(paint, [
    [undefined, [`sbe ${version}: attributes from behavioural events, computed in the warehouse`]],
    ['Usage', ['sbe COMMAND [flags]']],
    ['Commands', aligned(commands.map((command) => [usageOf(command), command.summary]))],
    ['Flags of every command', optionLines(globalOptions)],
    [
      'Examples',
      aligned([
        ['sbe init shop --demo', 'a project with a warehouse of sample events'],
        ['sbe run', 'compute the attributes, or bring them up to date'],
        ['sbe COMMAND --help', 'flags and examples of a command'],
      ]),
    ],
  ])
}

/** What `sbe COMMAND --help` prints. */
export function commandHelp(command: Command, paint: Ansis): string {
  const { options, formats, examples } = command
  const own = Object.keys(options).length === 0 ? [] : [['Flags', optionLines(options)] as const]
  const printed = formats.length > 1 ? [`--format can be ${formats.join(', ')}`] : []
  return sections(paint, [
    [undefined, [command.summary]],
    ['Usage', [`sbe ${usageOf(command)} [flags]`]],
    ...own,
    ['Flags of every command', [...optionLines(globalOptions), ...printed]],
    ['Examples', aligned(examples)],
  ])
}

type Section = readonly [title: string | undefined, lines: readonly string[]]

function sections(paint: Ansis, all: readonly Section[]): string {
  const text = all.map(([title, lines]) =>
    title === undefined
      ? lines.join('\n')
      : [paint.bold(title), ...lines.map((line) => `  ${line}`)].join('\n'),
  )
  return `${text.join('\n\n')}\n`
}

function usageOf({ name, operands }: Command): string {
  return [name, ...operands].join(' ')
}

function optionLines(options: Options): readonly string[] {
  return aligned(
    Object.entries(options).map(([name, { short, value, summary, repeatable }]) => [
      `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
      repeatable === true ? `${summary} (repeatable)` : summary,
    ]),
  )
}

function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`)
}
