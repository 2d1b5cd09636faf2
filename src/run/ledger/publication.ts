import type { LedgerDocument, Publication } from './document.ts'
import { liveSegments } from './document.ts'

/** Live segments that the last publication did not have: keys with rows in them can have other values. */
export function freshSegments(document: LedgerDocument): readonly string[] {
  const known = new Set(document.published?.segments)
  return liveSegments(document).filter((segment) => !known.has(segment))
}

/** Whether those who may read the table are the same as at its last publication. */
export function isGranted({ published: last }: LedgerDocument, grants: readonly string[]): boolean {
  return (last?.grants ?? []).join('\n') === grants.join('\n')
}

/**
 * The table is about to be made, or rows of it written. Whoever dies now leaves a table of these columns, or the
 * one before.
 * @param rewrite whether rows of all keys are written: until that is known to be done, it has to be done again
 */
export function publishing(
  document: LedgerDocument,
  columns: Publication['columns'],
  rewrite: boolean,
): LedgerDocument {
  return { ...document, publishing: columns, ...(rewrite ? { rewrite: true } : {}) }
}

/** The table of attributes holds what is live. */
export function published(document: LedgerDocument, publication: Publication): LedgerDocument {
  const { adopting: _adopting, publishing: _begun, rewrite: _rewrite, ...rest } = document
  return { ...rest, published: publication }
}

/** Published segments, after some were merged into another: that is published if all of them were. */
export function publishedMerge(
  { published: publication }: LedgerDocument,
  merged: readonly string[],
  into: string | undefined,
): Pick<LedgerDocument, 'published'> {
  if (publication === undefined) return {}
  const known = new Set(publication.segments)
  const staying = publication.segments.filter((segment) => !merged.includes(segment))
  const isKnown = into !== undefined && merged.every((segment) => known.has(segment))
  return { published: { ...publication, segments: isKnown ? [...staying, into] : staying } }
}
