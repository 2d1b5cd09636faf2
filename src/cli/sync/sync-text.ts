import { refText } from '../../signals/index.ts'
import type { Sending, SyncResult } from './register.ts'

/** What sync will do, a line for each group. */
export function sendingText(
  sendings: readonly Sending[],
  { publish }: { readonly publish: boolean },
): string {
  const lines = sendings.flatMap(({ registration, external }) => {
    const { database, schema, table, timestamp_field: field } = registration.source
    const where = `${database}.${schema}.${table}, by ${field}`
    const ref = refText(registration.ref)
    if (external === undefined) return [`${ref}: register ${where}`]
    const { attribute_key: key, fields, backfill_since_tstamp: since, refresh_rate: rate } = external
    const of = `${fields.length} ${fields.length === 1 ? 'field' : 'fields'} by ${key.external_column}`
    return [
      `${ref}: create or update it as an external group, with ${where}`,
      `  ${of}, ${since === undefined ? 'all history' : `since ${since}`}, every ${rate}`,
      `  ${fields.map(({ name, type }) => `${name} ${type}`).join(', ')}`,
    ]
  })
  const refs = sendings.map(({ registration }) => refText(registration.ref))
  return [...lines, ...(publish ? [`publish ${refs.join(', ')}`] : [])].join('\n')
}

/** What became of it. */
export function resultText({ sent, published }: SyncResult): string {
  return [
    ...sent.map(([{ registration }, how]) => `${refText(registration.ref)}: ${how}`),
    ...(published === undefined ? [] : [`Signals: ${published}`]),
  ].join('\n')
}

/** The same for programs. */
export function syncJson(sendings: readonly Sending[], result: SyncResult | undefined): string {
  const how = new Map(result?.sent.map(([sending, sent]) => [sending, sent]))
  const groups = sendings.map((sending) => {
    const { ref, source } = sending.registration
    return {
      group: ref.name,
      version: ref.version,
      outcome: how.get(sending) ?? 'planned',
      batch_source: source,
      external: sending.external ?? null,
    }
  })
  return JSON.stringify({ groups, published: result?.published ?? null }, null, 2)
}
