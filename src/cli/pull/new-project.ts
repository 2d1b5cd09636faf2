import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentOf, signalsOf } from '../../config/index.ts'
import { signalsSettings } from '../../signals/index.ts'
import type { Context } from '../line/context.ts'
import { pullGroups } from './index.ts'

/** Which groups a new project begins with. */
export interface PullChoice {
  readonly select: readonly string[]
  readonly exclude: readonly string[]
  readonly stream: boolean
}

/** The Signals API for a project that has no config yet. */
export interface SignalsSource {
  /** The groups as definitions of the project; whether all could be read. */
  readonly pull: (choice: PullChoice) => Promise<boolean>
}

/** Signals as the environment and a .env in the folder have it. Throws for all that is missing, sends nothing. */
export async function signalsSource(context: Context, folder: string): Promise<SignalsSource> {
  const dotenv = await readFile(join(folder, '.env'), 'utf8').catch(() => undefined)
  const signals = signalsOf({}, environmentOf(context.env, dotenv))
  signalsSettings(signals)
  return {
    pull: ({ select, exclude, stream }) =>
      pullGroups(
        context,
        { signals, directory: folder, definitions: join(folder, 'attributes') },
        { selection: { select, exclude }, stream, versions: 'latest', format: 'yaml', force: false },
      ),
  }
}
