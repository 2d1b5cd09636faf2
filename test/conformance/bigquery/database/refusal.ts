/** https://cloud.google.com/bigquery/docs/error-messages#errortable */
export type Reason = 'duplicate' | 'invalidQuery' | 'notFound' | 'resourceInUse'

/** What a job fails with. */
export class Refusal extends Error {
  constructor(
    readonly reason: Reason,
    message: string,
  ) {
    super(message)
  }
}

/** What the evaluator refuses, in the API's terms. */
export function refusalOf(error: unknown, project: string): Refusal {
  if (error instanceof Refusal) return error
  const message = error instanceof Error ? error.message : String(error)
  const [, table] = /^Table not found: ([^;\s]+)/.exec(message) ?? []
  if (table !== undefined) {
    const name = table.replaceAll('`', '')
    return new Refusal('notFound', `Not found: Table ${project}:${name} was not found in location US`)
  }
  const [, missing] = /^Unsupported built-in function: (.*)/.exec(message) ?? []
  return new Refusal('invalidQuery', missing === undefined ? message : unknown(`the function ${missing}`))
}

/** Limits of this server, told apart from errors that BigQuery would have, too. */
export function notKnown(what: string): never {
  throw new Refusal('invalidQuery', unknown(what))
}

function unknown(what: string): string {
  return `${what} is not known to this server`
}
