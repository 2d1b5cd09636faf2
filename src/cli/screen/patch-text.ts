import type { Ansis } from 'ansis'

/** A unified diff for a person: removed lines red, new ones green; the files' names, before the first @@, bold. */
export function patchText(patch: string, paint: Ansis): string {
  const lines = patch.split('\n').filter((line) => !/^=+$/.test(line))
  const first = lines.findIndex((line) => line.startsWith('@@'))
  return lines.map((line, index) => (index < first ? paint.bold(line) : colouredLine(line, paint))).join('\n')
}

function colouredLine(line: string, paint: Ansis): string {
  switch (line[0]) {
    case '@':
      return paint.cyan(line)
    case '+':
      return paint.green(line)
    case '-':
      return paint.red(line)
    default:
      return line
  }
}
