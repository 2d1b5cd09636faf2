import { fail, type Problem, SbeError } from '../../errors.ts'
import {
  type ExternalGroupBody,
  externalGroupBody,
  type PublishStatus,
  refText,
  type SignalsClient,
} from '../../signals/index.ts'
import { groupId } from './published-tables.ts'
import type { Registration } from './registrations.ts'

/** A registration as it will be sent. */
export interface Sending {
  readonly registration: Registration
  /** Of an external group: all of it; else only its table is registered. */
  readonly external: ExternalGroupBody | undefined
}

export type Sent = 'registered' | 'created' | 'updated' | 'failed'

export interface SyncResult {
  readonly sent: readonly (readonly [sending: Sending, sent: Sent])[]
  readonly published: PublishStatus | undefined
  readonly problems: readonly Problem[]
}

export function sendingOf(
  registration: Registration,
  { isExternal, since }: { readonly isExternal: boolean; readonly since: ReadonlyMap<string, string> },
): Sending {
  const { group, source } = registration
  const external = isExternal ? externalGroupBody(group, source, since.get(groupId(registration))) : undefined
  return { registration, external }
}

/** Sends registrations one after the other, a refused one stopping no other, then publishes the groups that were taken. */
export async function send(
  client: SignalsClient,
  sendings: readonly Sending[],
  { publish }: { readonly publish: boolean },
): Promise<SyncResult> {
  // without a token nothing is taken, and that is told once
  await client.token()
  const sent: (readonly [Sending, Sent])[] = []
  const problems: Problem[] = []
  for (const sending of sendings) {
    const { value, failed } = await settled(() => sendOne(client, sending))
    sent.push([sending, value ?? 'failed'])
    problems.push(...failed)
  }
  const refs = sent.flatMap(([{ registration }, how]) => (how === 'failed' ? [] : [registration.ref]))
  if (!publish || refs.length === 0) return { sent, published: undefined, problems }
  const { value: published, failed } = await settled(() => client.publish(refs))
  return { sent, published, problems: [...problems, ...failed] }
}

async function settled<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value?: Value; readonly failed: readonly Problem[] }> {
  try {
    return { value: await work(), failed: [] }
  } catch (error) {
    if (!(error instanceof SbeError) || error.code === 'interrupted') throw error
    return { failed: error.problems }
  }
}

async function sendOne(client: SignalsClient, { registration, external }: Sending): Promise<Sent> {
  if (external === undefined) {
    await client.registerBatchSource(registration.ref, registration.source)
    return 'registered'
  }
  const existing = await client.createGroup(external)
  if (existing === undefined) return 'created'
  const isStream = existing.offline !== true && (existing.attributes?.length ?? 0) > 0
  if (isStream) {
    fail({
      code: 'step',
      message: `${refText(registration.ref)}: Signals has a stream group of this name, and an external one would replace it`,
      fix: 'give the group a name or a version of its own',
    })
  }
  await client.updateGroup(external)
  return 'updated'
}
