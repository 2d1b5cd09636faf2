import type { CompiledStep } from '../compile/index.ts'
import { fail, SbeError } from '../errors.ts'
import { ledgerFormat } from '../steps/index.ts'
import type { Warehouse } from '../warehouse.ts'
import type { LedgerDocument } from './ledger.ts'
import { parseDocument, serialise } from './ledger.ts'
import { bindNamed } from './statements.ts'

/** A group's row as it was read. */
export interface LedgerRow {
  readonly version: bigint
  readonly nonce: string | null
  readonly holder: string | null
  readonly leaseUntil: string | null
  readonly document: LedgerDocument
}

/** The row of a group, or undefined where there is none. */
export async function readLedger(
  warehouse: Warehouse,
  ledger: CompiledStep,
  group: string,
): Promise<LedgerRow | undefined> {
  const [row] = await warehouse.query(bindNamed(ledger, 'read', { group_name: group }))
  if (row === undefined) return undefined
  const textOf = (name: string): string | null => {
    const value = row[name]
    return value === null || value === undefined ? null : String(value)
  }
  return {
    version: BigInt(textOf('version') ?? 0),
    nonce: textOf('nonce'),
    holder: textOf('holder'),
    leaseUntil: textOf('lease_until'),
    document: parseDocument(textOf('document') ?? '{}', Number(textOf('format')), ledgerFormat, group),
  }
}

export interface Lease {
  readonly holder: string
  readonly until: string
}

/** One group's row, held by this run: every change is a compare-and-set of the version it last wrote. */
export class HeldLedger {
  private turn: Promise<void> = Promise.resolve()

  private constructor(
    private readonly warehouse: Warehouse,
    private readonly ledger: CompiledStep,
    readonly group: string,
    private readonly newId: () => string,
    private version: bigint,
    private current: LedgerDocument,
  ) {}

  /**
   * Reads the group's row, made where it is missing, and holds it from then on.
   * @param mayTake whether a row that somebody holds may be taken
   */
  static async hold(
    warehouse: Warehouse,
    ledger: CompiledStep,
    group: string,
    newId: () => string,
    mayTake: (row: LedgerRow) => boolean,
  ): Promise<HeldLedger> {
    await warehouse.execute(bindNamed(ledger, 'row', { group_name: group }))
    const row = await readLedger(warehouse, ledger, group)
    if (row === undefined) throw new Error(`the ledger has no row of ${group} after its insert`)
    if (row.holder !== null && !mayTake(row)) {
      fail({
        code: 'lease',
        message: `${group}: another run is at work`,
        found: `${row.holder}, until ${row.leaseUntil ?? 'it ends'}`,
        fix: 'run again when it is done, or wait for it: sbe run --wait 10m',
      })
    }
    return new HeldLedger(warehouse, ledger, group, newId, row.version, row.document)
  }

  get document(): LedgerDocument {
    return this.current
  }

  /**
   * Changes the document, if nobody else wrote since; else the lease is lost, and this run stops
   * changing the group. Changes of one process follow one another.
   */
  update(change: (document: LedgerDocument) => LedgerDocument, lease: Lease | undefined): Promise<void> {
    const written = this.turn.then(() => this.write(change(this.current), lease))
    this.turn = written.catch(() => undefined)
    return written
  }

  /** Gives the lease back. One that is lost already needs no release, and one that can't be given back ends. */
  async release(): Promise<void> {
    const release = (): Promise<void> => this.update((document) => document, undefined)
    await release().catch(async (error: unknown) => {
      // a signal cancels whatever is running, and that may have been this
      if (error instanceof SbeError && error.code === 'interrupted') await release().catch(() => undefined)
    })
  }

  private async write(document: LedgerDocument, lease: Lease | undefined): Promise<void> {
    const nonce = this.newId()
    const parameters = {
      group_name: this.group,
      expected_version: String(this.version),
      nonce,
      holder: lease?.holder ?? '',
      lease_until: lease?.until ?? '',
      document: serialise(document),
    }
    const rows = await this.warehouse.execute(bindNamed(this.ledger, 'commit', parameters))
    if (rows === 0) {
      // no row changed, or the reply was lost: the row tells
      const row = await readLedger(this.warehouse, this.ledger, this.group)
      if (row?.nonce !== nonce) {
        fail({
          code: 'lease',
          message: `${this.group}: another run has taken over`,
          found: row?.holder ?? 'no holder',
          fix: 'nothing is lost; run again when it is done',
        })
      }
    }
    this.version += 1n
    this.current = document
  }
}
