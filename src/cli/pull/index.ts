import type { Config } from '../../config/index.ts'
import type { Selection } from '../../definition/index.ts'
import type { Context } from '../context.ts'
import { reportProblems } from '../error-report.ts'
import { withSignals } from '../signals.ts'
import { readLocalGroups } from './local-groups.ts'
import { outcomeText, refusedText } from './outcome-text.ts'
import { chooseGroups, readRemoteGroups, type Versions } from './remote-groups.ts'
import { type WriteOptions, writeGroups } from './write-groups.ts'

/** From the Signals API to definition files. */

interface PullOptions extends Pick<WriteOptions, 'format' | 'force'> {
  readonly selection: Selection
  readonly stream: boolean
  readonly versions: Versions
}

/** Pulls groups into the definitions of a config and tells what became of each; whether all are up to date. */
export async function pullGroups(
  context: Context,
  { signals, definitions, directory }: Pick<Config, 'signals' | 'definitions' | 'directory'>,
  { selection, stream, versions, format, force }: PullOptions,
): Promise<boolean> {
  const { cwd, terminal } = context
  const local = await readLocalGroups(definitions, cwd)
  const remote = await withSignals(context, signals, (client) => readRemoteGroups(client, { stream }))
  const chosen = chooseGroups(remote, selection, versions, local)
  for (const warning of chosen.flatMap(({ unknown }) => unknown)) {
    terminal.warn({ ...warning, message: 'is a field that this sbe does not know: left out' })
  }
  const groups = chosen.flatMap(({ group }) => group ?? [])
  const outcomes = await writeGroups(groups, local, { directory, cwd, format, force })
  if (outcomes.length > 0) terminal.result(outcomeText(outcomes, terminal.paint))
  const refused = refusedText(outcomes)
  const problems = chosen.flatMap((group) => group.problems)
  for (const text of refused) terminal.error(text)
  reportProblems(problems, terminal)
  return refused.length + problems.length === 0
}
