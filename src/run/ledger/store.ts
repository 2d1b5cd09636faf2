import type { CompiledStep } from '../../compile/index.ts'
import { fail, SbeError } from '../../errors.ts'
import type { Row, Warehouse } from '../../warehouse.ts'
import { untilAnswered } from '../sending/retry.ts'
import { bindNamed } from '../sending/statements.ts'
import type { Instant } from '../time.ts'
import type { LedgerDocument } from './document.ts'
import { parseDocument, serialise } from './format.ts'
import type { Opening } from './ledger.ts'
import { release, takeOver } from './ledger.ts'
import type { Lease, LedgerRow, NewId } from './row.ts'
import { hasWritten, isFree, renew, written } from './row.ts'

/** The row of a group, or undefined where there is none. */
export async function readLedger(
  warehouse: Warehouse,
  ledger: CompiledStep,
  group: string,
): Promise<LedgerRow | undefined> {
  return newestOf(await warehouse.query(bindNamed(ledger, 'read', { group_name: group })), group)
}

/** The rows of all groups that have one, read at once, and the warehouse's clock then; without rows it is not known. */
export async function readLedgers(
  warehouse: Warehouse,
  ledger: CompiledStep,
): Promise<{
  readonly rowOf: (group: string) => LedgerRow | undefined
  readonly now: Instant | undefined
}> {
  const rows = await warehouse.query(bindNamed(ledger, 'read_all', {}))
  const rowOf = (group: string): LedgerRow | undefined =>
    newestOf(
      rows.filter(({ group_name }) => group_name === group),
      group,
    )
  const now = rows[0]?.now
  return { rowOf, now: typeof now === 'string' ? now : undefined }
}

function newestOf(rows: readonly Row[], group: string): LedgerRow | undefined {
  // no key is enforced: two runs that begin a group at once may make a row each, and only one of them goes on
  const row = rows.reduce<Row | undefined>(
    (last, each) => (last === undefined || versionOf(each) > versionOf(last) ? each : last),
    undefined,
  )
  if (row === undefined) return undefined
  const textOf = (name: string): string | null => {
    const value = row[name]
    return value === null || value === undefined ? null : String(value)
  }
  return {
    version: versionOf(row),
    nonce: textOf('nonce'),
    holder: textOf('holder'),
    leaseUntil: textOf('lease_until'),
    document: parseDocument(textOf('document') ?? '{}', Number(textOf('format')), group),
  }
}

function versionOf({ version }: Row): bigint {
  return BigInt(String(version ?? 0))
}

/** Where a ledger is kept, and what its writer needs of the world. */
export interface LedgerTerms {
  readonly warehouse: Warehouse
  readonly ledger: CompiledStep
  readonly group: string
  readonly newId: NewId
  readonly sleep: (milliseconds: number) => Promise<void>
  /** The warehouse's clock. */
  readonly now: () => Instant
  /** The lease of a write that happens now. */
  readonly lease: () => Lease
  /** Whether a holder is known not to be at work any more. */
  readonly isGone: (holder: string) => boolean
}

export type Taken =
  | {
      readonly kind: 'taken'
      readonly ledger: HeldLedger
      readonly before: LedgerDocument
      /** What the run began with. */
      readonly how: Opening
    }
  | { readonly kind: 'held'; readonly by: LedgerRow }

/** One group's row, held by this run: every change is a compare-and-set of the version it last wrote. */
export class HeldLedger {
  private turn: Promise<void> = Promise.resolve()
  private readonly touched = new Set<string>()

  private constructor(
    private readonly terms: LedgerTerms,
    private row: LedgerRow,
  ) {}

  /**
   * Takes the group's row, made where it is missing, if no other run is at work on it; else gives the row
   * of the one that is, or was in between.
   * @param known the row as it was read before, to be taken if it is still that; undefined: it is read
   * @param opening what the run begins with, made of the document as it was found
   */
  static async take(
    terms: LedgerTerms,
    known: LedgerRow | undefined,
    opening: (document: LedgerDocument) => Promise<Opening>,
  ): Promise<Taken> {
    const { warehouse, ledger, group } = terms
    const found = known ?? (await readLedger(warehouse, ledger, group))
    if (found === undefined) await warehouse.execute(bindNamed(ledger, 'row', { group_name: group }))
    const row = found ?? (await readLedger(warehouse, ledger, group))
    if (row === undefined) throw new Error(`the ledger has no row of ${group} after its insert`)
    if (!isFree(row, terms.now(), terms.isGone)) return { kind: 'held', by: row }
    const held = new HeldLedger(terms, row)
    const how = await opening(row.document)
    const lease = terms.lease()
    const nonce = terms.newId()
    const other = await held.write(takeOver(row, how, lease, nonce))
    return other === undefined
      ? { kind: 'taken', ledger: held, before: row.document, how }
      : { kind: 'held', by: other }
  }

  get document(): LedgerDocument {
    return this.row.document
  }

  /** Of the row as this run has last written it. */
  get version(): bigint {
    return this.row.version
  }

  /** Inserts are about to be sent under a segment: unless it is committed, it is dead from now on. */
  touch(segment: string): void {
    this.touched.add(segment)
  }

  /**
   * Changes the document, if nobody else wrote since; else the lease is lost, and this run stops
   * changing the group. Changes of one process follow one another.
   */
  update(change: (document: LedgerDocument) => LedgerDocument): Promise<void> {
    return this.inTurn((nonce) => written(this.row, change(this.document), this.terms.lease(), nonce))
  }

  /** Changes the document with the next write, whichever that is: until then nothing of it counts. */
  defer(change: (document: LedgerDocument) => LedgerDocument): Promise<void> {
    const done = this.turn.then(() => {
      this.row = { ...this.row, document: change(this.document) }
    })
    this.turn = done.catch(() => undefined)
    return done
  }

  /** Another statement has renewed the lease of every row that this process holds. */
  renewed(lease: Lease): void {
    this.row = renew(this.row, lease)
  }

  /** Changes the document a last time, and gives the lease back with that. */
  finish(change: (document: LedgerDocument) => LedgerDocument): Promise<void> {
    return this.inTurn((nonce) =>
      release({ ...this.row, document: change(this.document) }, this.touched, nonce),
    )
  }

  /** Gives the lease back. One that is lost already needs no release, and one that can't be given back ends. */
  async release(): Promise<void> {
    const give = (): Promise<void> => this.finish((document) => document)
    await give().catch(async (error: unknown) => {
      // a signal cancels whatever is running, and that may have been this
      if (error instanceof SbeError && error.code === 'interrupted') await give().catch(() => undefined)
    })
  }

  private inTurn(next: (nonce: string) => LedgerRow): Promise<void> {
    const done = this.turn.then(async () => {
      const other = await this.write(next(this.terms.newId()))
      if (other === undefined) return
      fail({
        code: 'lease',
        message: `${this.terms.group}: another run has taken over`,
        found: other.holder ?? 'no holder',
        fix: 'nothing is lost; run again when it is done',
      })
    })
    this.turn = done.catch(() => undefined)
    return done
  }

  /** Writes the row, if it is as it was last written; else gives the row as another has written it. */
  private async write(next: LedgerRow): Promise<LedgerRow | undefined> {
    const { warehouse, ledger, group, sleep } = this.terms
    const nonce = next.nonce ?? ''
    const parameters = {
      group_name: group,
      expected_version: String(this.row.version),
      nonce,
      holder: next.holder ?? '',
      lease_until: next.leaseUntil ?? '',
      document: serialise(next.document),
    }
    // a compare-and-set may be sent again whatever became of it: it changes the row once, or not at all
    const commit = (): Promise<number> => warehouse.execute(bindNamed(ledger, 'commit', parameters))
    if ((await untilAnswered(sleep, commit)) === 0) {
      // no row changed, or the reply was lost: the row tells
      const row = await untilAnswered(sleep, () => readLedger(warehouse, ledger, group))
      if (row === undefined) throw new Error(`the ledger has lost its row of ${group}`)
      if (!hasWritten(row, nonce)) return row
    }
    this.row = next
    return undefined
  }
}
