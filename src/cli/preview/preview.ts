import type { Row } from '../../warehouse.ts'

export interface Wanted {
  /** Empty: the first ones. */
  readonly keys: readonly string[]
  readonly limit: number
}

export interface Preview {
  readonly rows: readonly Row[]
  /** Where the values are from, a sentence. */
  readonly from: string
}
