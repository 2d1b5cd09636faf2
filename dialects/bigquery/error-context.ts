import type { Identity } from './permissions.ts'

/** What a failure is told with. */
export interface ErrorContext extends Identity {
  readonly location?: string
  readonly keyFile?: string
  readonly impersonated?: string
  readonly maximumBytesBilled?: number
  readonly endpoint?: string
}
