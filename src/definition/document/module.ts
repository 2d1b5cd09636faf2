import { pathToFileURL } from 'node:url'
import { createJiti } from 'jiti'
import { type ErrorCode, fail } from '../../errors.ts'

/**
 * The exports of a TypeScript file. `import … from 'sbe'` in it gets the given surface, so that a
 * project needs no local install. Nothing is cached: an edited file is read anew. Throws an error with
 * the shown name of the file when the module cannot be compiled or throws itself.
 */
export async function importModule(
  file: string,
  surface: Readonly<Record<string, unknown>>,
  { shown, code }: { readonly shown: string; readonly code: ErrorCode },
): Promise<Readonly<Record<string, unknown>>> {
  const jiti = createJiti(pathToFileURL(file).href, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    virtualModules: { sbe: surface },
  })
  try {
    return await jiti.import<Record<string, unknown>>(file)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    const [first = ''] = message.replaceAll(file, shown).split('\n')
    const line = lineOf(cause, file)
    const at = line === undefined ? { file: shown } : { file: shown, line }
    fail({ code, at, message: `could not be loaded: ${first.trim()}` }, cause)
  }
}

/** Where in the file the error arose: jiti keeps lines, in the stack or in the message of a syntax error. */
function lineOf(error: unknown, file: string): number | undefined {
  if (!(error instanceof Error)) return undefined
  const text = `${error.message}\n${error.stack ?? ''}`
  const after = text.slice(text.indexOf(file) + file.length)
  const line = text.includes(file) ? /^[):]*(\d+):\d+/.exec(after)?.[1] : undefined
  return line === undefined ? undefined : Number(line)
}
