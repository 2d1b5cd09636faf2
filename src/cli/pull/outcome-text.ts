import type { Ansis } from 'ansis'
import { refText } from '../../signals/index.ts'
import { patchText } from '../screen/patch-text.ts'
import type { PullOutcome } from './write-groups.ts'

const said: Readonly<Record<PullOutcome['kind'], string>> = {
  new: 'new',
  updated: 'updated',
  unchanged: 'unchanged',
  edited: 'edited here, not overwritten',
  foreign: 'not a file that pull writes',
}

/** A line for each group, and what differs where nothing was written. */
export function outcomeText(outcomes: readonly PullOutcome[], paint: Ansis): string {
  return outcomes
    .flatMap(({ ref, file, kind, patch, isComputedElsewhere }) => [
      `${refText(ref)}: ${file}, ${said[kind]}${isComputedElsewhere ? '; computed elsewhere' : ''}`,
      ...(patch === undefined ? [] : [patchText(patch, paint)]),
    ])
    .join('\n')
}

/** What to do about groups that were not written. */
export function refusedText(outcomes: readonly PullOutcome[]): readonly string[] {
  const filesOf = (kind: PullOutcome['kind']) =>
    [...new Set(outcomes.flatMap((outcome) => (outcome.kind === kind ? [outcome.file] : [])))].join(', ')
  const edited = filesOf('edited')
  const foreign = filesOf('foreign')
  return [
    ...(edited === ''
      ? []
      : [
          `not what was last pulled, and not overwritten: ${edited}\n  fix: bring the edit to Signals, or take its version with sbe pull --force`,
        ]),
    ...(foreign === ''
      ? []
      : [
          `differ from Signals, and pull writes only YAML and JSON files of one group: ${foreign}\n  fix: change them by hand, or give the group a file of its own`,
        ]),
  ]
}
