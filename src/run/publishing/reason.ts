import type { GroupPlan } from '../../plan/index.ts'
import { contentHash } from '../../plan/index.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import { freshSegments, isGranted } from '../ledger/publication.ts'
import type { Instant } from '../time.ts'
import { later, startOf } from '../time.ts'

/** What a publication would be made with. */
export interface Terms {
  readonly asOf: Instant
  /** The warehouse's clock. */
  readonly now: Instant
  readonly grants: readonly string[]
}

/** Why the attributes may differ from those published; undefined when they can't. */
export function reasonToPublish(
  plan: GroupPlan,
  document: LedgerDocument,
  { asOf, now, grants }: Terms,
): string | undefined {
  const { published: last } = document
  if (last === undefined) return 'never published'
  if (document.publishing !== undefined) return 'a publication was interrupted'
  if (last.plan !== planHash(plan)) return 'the definition changed'
  if (document.rewrite) return 'states were dropped'
  if (freshSegments(document).length > 0) return 'new events'
  if (!isGranted(document, grants)) return 'other grants'
  const buckets = new Set(
    plan.attributes.flatMap(({ window }) => (window.kind === 'buckets' ? [window.bucket] : [])),
  )
  for (const bucket of buckets) {
    if (startOf(bucket, asOf) !== startOf(bucket, last.as_of)) return `another ${bucket}`
  }
  const elapsed = plan.attributes.some(({ finalizer, tracked }) => finalizer.kind === 'elapsed' && tracked)
  if (elapsed && asOf !== last.as_of) return 'time went by'
  const { oldest_update: oldest } = last
  return oldest !== undefined && oldest < renewBefore(plan, now) ? 'half the ttl went by' : undefined
}

/**
 * Whether the rows of all keys are written, not only of those that new segments and windows have touched: keys may
 * be gone that nothing touches, and time since an event is another with each publication.
 */
export function writesAll(plan: GroupPlan, document: LedgerDocument): boolean {
  const { published: last, rewrite = false } = document
  return last === undefined || rewrite || last.plan !== planHash(plan) || elapses(plan)
}

/** Rows that were updated before this are written again, so that a value that is still right is sent within its ttl. */
export function renewBefore({ ttlSeconds }: GroupPlan, now: Instant): Instant {
  return later(now, (-ttlSeconds * 1_000_000) / 2, 'microseconds')
}

/** How values are made: everything of the plan that a publication depends on. */
export function planHash(plan: GroupPlan): string {
  return contentHash({
    key: plan.key.column,
    attributes: plan.attributes.map(({ description: _, ...rest }) => rest),
    presence: plan.presence,
  })
}

function elapses({ attributes }: GroupPlan): boolean {
  return attributes.some(({ finalizer }) => finalizer.kind === 'elapsed')
}
