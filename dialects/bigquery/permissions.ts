/** Who asks, and where: what the advice of an error is made of. */
export interface Identity {
  readonly project: string
  readonly executionProject: string
  /** The e-mail address of the service account, where it is known. */
  readonly account?: string
}

/** A permission that BigQuery says is missing, and on what. */
export interface Denial {
  readonly permission: string
  readonly on: string
  readonly role: string
  /** What would give the role. */
  readonly grant: string
}

/** Least roles that have a permission: https://cloud.google.com/bigquery/docs/access-control#bigquery */
const roles: readonly (readonly [
  permission: RegExp,
  role: string,
  level: 'project' | 'execution' | 'dataset',
])[] = [
  [/^bigquery\.jobs\./, 'roles/bigquery.jobUser', 'execution'],
  [/^bigquery\.datasets\.create$/, 'roles/bigquery.user', 'project'],
  [
    /^bigquery\.(tables\.(getData|get|list)|datasets\.get|routines\.get)$/,
    'roles/bigquery.dataViewer',
    'dataset',
  ],
  [/^bigquery\.(tables|datasets|routines)\./, 'roles/bigquery.dataEditor', 'dataset'],
  [/^bigquery\.readsessions\./, 'roles/bigquery.readSessionUser', 'execution'],
  // https://cloud.google.com/bigquery/docs/column-level-security#fine_grained_reader
  [/^datacatalog\./, 'roles/datacatalog.categoryFineGrainedReader', 'project'],
]

/** Reads a message of "Access Denied", which names the permission in one of several ways. */
export function denialOf(message: string, identity: Identity): Denial {
  const permission =
    /\b(bigquery\.[a-zA-Z]+\.[a-zA-Z]+)/.exec(message)?.[1] ??
    (/^Access Denied: BigQuery[^:]*: User has neither fine-grained reader/.test(message)
      ? 'datacatalog.categories.fineGrainedGet'
      : /permission to query table/i.test(message)
        ? 'bigquery.tables.getData'
        : 'bigquery.tables.get')
  const [, role = 'roles/bigquery.dataEditor', level = 'dataset'] =
    roles.find(([pattern]) => pattern.test(permission)) ?? []
  const dataset = /(?:Table|Dataset|View|Routine) ([^\s:]+(?:\.[^\s:]+)?:[^\s.:,]+)/.exec(message)?.[1]
  const member = identity.account === undefined ? 'MEMBER' : `serviceAccount:${identity.account}`
  if (level === 'dataset' && dataset !== undefined) {
    const split = dataset.lastIndexOf(':')
    const schema = `\`${dataset.slice(0, split)}\`.\`${dataset.slice(split + 1)}\``
    return {
      permission,
      on: `dataset ${dataset}`,
      role,
      grant: `grant \`${role}\` on schema ${schema} to "${member}"`,
    }
  }
  const project = level === 'execution' ? identity.executionProject : identity.project
  return {
    permission,
    on: `project ${project}`,
    role,
    grant: `gcloud projects add-iam-policy-binding ${project} --member=${member} --role=${role}`,
  }
}
