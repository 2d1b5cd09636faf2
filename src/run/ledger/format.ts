import { fail } from '../../errors.ts'
import { ledgerFormat } from '../../steps/index.ts'
import type { LedgerDocument } from './document.ts'
import { emptyDocument } from './document.ts'

/** A document as some format wrote it; `{}` is a row that no run has opened. */
interface StoredDocument {
  readonly [field: string]: unknown
}

/** Format → how its documents become those of the next one. */
const migrations: Readonly<Record<number, (document: StoredDocument) => StoredDocument>> = {
  1: stateFormatAndScan,
  2: scanWithSince,
  3: publishedSegments,
}

/** Format 2 knows how states were named, and which scan a cohort's last window was counted from. */
function stateFormatAndScan(document: StoredDocument): StoredDocument {
  const { cohorts } = document
  if (!Array.isArray(cohorts)) return document
  return {
    ...document,
    // format 1 wrote them as objects, an origin in each
    cohorts: cohorts.map((cohort: { readonly origin: object }) => ({
      ...cohort,
      scan: null,
      origin: { ...cohort.origin, state_format: 1 },
    })),
  }
}

/** Format 3 knows since when a scan read, and has no list of ranges that were looked through again. */
function scanWithSince(document: StoredDocument): StoredDocument {
  const { cohorts } = document
  if (!Array.isArray(cohorts)) return document
  return {
    ...document,
    cohorts: cohorts.map(({ recounted: _recounted, ...cohort }: Readonly<Record<string, unknown>>) => ({
      ...cohort,
      scan: null,
    })),
  }
}

/** Format 4 knows which segments a publication had; after one of an earlier format, all rows are written once. */
function publishedSegments({ revision: _revision, ...document }: StoredDocument): StoredDocument {
  const { published } = document
  if (typeof published !== 'object' || published === null) return document
  const { revision: _published, ...publication } = published as Readonly<Record<string, unknown>> // as format 3 wrote it
  return { ...document, rewrite: true, published: { ...publication, segments: [] } }
}

/** Reads a document, migrated to the format of today; one that a newer format wrote is refused. */
export function parseDocument(text: string, format: number, group: string): LedgerDocument {
  if (format > ledgerFormat) {
    fail({
      code: 'config',
      message: `the ledger of ${group} was written by a newer sbe`,
      found: `format ${format}`,
      expected: `at most format ${ledgerFormat}`,
      fix: 'update sbe: an older one would not know what counts',
    })
  }
  let document = stored(text, group)
  for (let from = format; from < ledgerFormat; from += 1) {
    const migrate = migrations[from]
    if (migrate === undefined)
      throw new Error(`the ledger of ${group} has format ${from}, which was never written`)
    document = migrate(document)
  }
  return { ...emptyDocument, ...(document as Partial<LedgerDocument>) } // migrated to today's format
}

function stored(text: string, group: string): StoredDocument {
  try {
    return JSON.parse(text) as StoredDocument // only serialise below wrote it, in one of the formats
  } catch {
    fail({
      code: 'config',
      message: `the ledger of ${group} is damaged: its document is not JSON`,
      fix: 'restore its row of sbe_ledger as it was, or give the group a new version, which reads history anew',
    })
  }
}

export function serialise(document: LedgerDocument): string {
  return JSON.stringify(document)
}
