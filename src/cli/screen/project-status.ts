import type { GroupOutlook, GroupStatus } from '../../run/index.ts'

/** What a run would do now, or why it would be refused before it changes anything. */
export type NextRun =
  | ({ readonly refused: null } & Omit<GroupOutlook, 'group'>)
  | { readonly refused: readonly string[] }

/** A group's status with what comes next. */
export interface ProjectStatus extends GroupStatus {
  readonly next_run: NextRun
}
