import type { Config } from '../../config/index.ts'
import { shownFile } from '../../definition/document/index.ts'
import type { Selection } from '../../definition/index.ts'
import { type GroupRef, type PulledGroup, refText } from '../../signals/index.ts'
import type { Context } from '../line/context.ts'
import { reportProblems } from '../screen/error-report.ts'
import { withSignals } from '../signals.ts'
import { type LocalFile, type LocalGroups, readLocalGroups, refKey } from './local-groups.ts'
import { outcomeText, refusedText } from './outcome-text.ts'
import { type PulledHashes, readPulledHashes } from './pulled-hashes.ts'
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
  const pulled = await readPulledHashes(directory, cwd)
  const outcomes = await writeGroups(groups, local, pulled, { directory, cwd, format, force })
  if (outcomes.length > 0) terminal.result(outcomeText(outcomes, terminal.paint))
  const isWhole = selection.select.length + selection.exclude.length === 0
  for (const { ref, file } of isWhole ? goneFrom(remote, local, pulled, { stream }) : []) {
    const path = shownFile(file.path, cwd)
    terminal.warn(`${refText(ref)} is no longer in Signals; ${path} stays, remove it if you mean to`)
  }
  const refused = refusedText(outcomes)
  const problems = chosen.flatMap((group) => group.problems)
  for (const text of refused) terminal.error(text)
  reportProblems(problems, terminal)
  return refused.length + problems.length === 0
}

/** Files that pull wrote of groups which the API does not have any more. */
function goneFrom(
  remote: readonly PulledGroup[],
  local: LocalGroups,
  pulled: PulledHashes,
  { stream }: { readonly stream: boolean },
): readonly { readonly ref: GroupRef; readonly file: LocalFile }[] {
  const known = new Set(remote.map(({ ref }) => refKey(ref)))
  return [...local.files.values()].flatMap((file) =>
    file.groups
      // without --stream nobody asked for those of the stream
      .filter((group) => (stream || group.offline !== false) && !known.has(refKey(group)))
      .filter((group) => Object.hasOwn(pulled, refText(group)))
      .map((ref) => ({ ref, file })),
  )
}
