import { resolve } from 'node:path'
import type { FileKind, GeneratedFile } from '../../compile/index.ts'
import { checkFiles, stepFiles, writeFiles } from '../../compile/index.ts'
import { exitCodes } from '../../errors.ts'
import type { Context } from '../line/context.ts'
import { patchText } from '../screen/patch-text.ts'

interface Into {
  /** What the definitions do to become these files. */
  readonly verb: 'compile' | 'export'
  /** The command that writes them. */
  readonly command: string
  readonly out: string
  readonly check: boolean
  /** With a selection, the ids of its groups: the files of others are left alone. */
  readonly groups: ReadonlySet<string> | undefined
  readonly kind?: FileKind
}

/** Writes files below a folder, or compares with what is there. Gives the exit code. */
export async function toFolder(
  { cwd, terminal }: Context,
  generated: readonly GeneratedFile[],
  { verb, command, out, check, groups, kind = stepFiles }: Into,
): Promise<number> {
  const folder = resolve(cwd, out)
  if (!check) {
    const files = await writeFiles(generated, folder, groups, kind)
    terminal.progress(`${files.length} files in ${out}`)
    return 0
  }
  const differences = await checkFiles(generated, folder, groups, kind)
  if (differences.length === 0) {
    terminal.progress(`${out} is what the definitions ${verb} to`)
    return 0
  }
  for (const { patch } of differences) terminal.result(patchText(patch, terminal.paint))
  const kinds = differences.map(({ file, kind: of }) => `${file} (${of})`)
  terminal.error(
    `${out} is not what the definitions ${verb} to: ${kinds.join(', ')}\n  fix: run ${command}, and commit the files`,
  )
  return exitCodes.check
}
