import * as v from 'valibot'

const filled = v.pipe(v.string(), v.nonEmpty('is empty'))
const bytes = v.pipe(v.number(), v.integer('is not a whole number'), v.minValue(1, 'is below 1'))

/** https://cloud.google.com/resource-manager/docs/creating-managing-projects#before_you_begin, with the domain of old projects */
const projectId = v.pipe(
  filled,
  v.regex(
    /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    'is not the id of a project: 6 to 30 lower-case letters, digits and hyphens, as the console shows it',
  ),
)

/** `warehouse:` of BigQuery, beside its type. */
export const configSchema = v.pipe(
  v.object({
    /** Where tables are looked for that name no project. */
    project: projectId,
    /** Where jobs run and are billed; else `project`. */
    execution_project: v.exactOptional(projectId),
    /** `EU`, `europe-west1`: where the datasets are, and new ones are made; else where the source is. */
    location: v.exactOptional(
      v.pipe(filled, v.regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'is not a location, as EU or europe-west1')),
    ),
    /** A credentials file, relative to the config; else application-default credentials. */
    key_file: v.exactOptional(filled),
    keyfile: v.exactOptional(filled),
    impersonate_service_account: v.exactOptional(
      v.pipe(filled, v.email('is not the e-mail address of a service account')),
    ),
    /** A statement that would read more is refused by BigQuery, and costs nothing. */
    maximum_bytes_billed: v.exactOptional(bytes),
    /** BigQuery stops a statement that takes longer. */
    statement_timeout_minutes: v.exactOptional(v.pipe(v.number(), v.gtValue(0, 'is not above 0'))),
    /** A private endpoint; one of plain http gets no credentials. */
    api_endpoint: v.exactOptional(v.pipe(v.string(), v.url('is not a URL'))),
  }),
  v.forward(
    v.partialCheck(
      [['key_file'], ['keyfile']],
      ({ key_file, keyfile }) => key_file === undefined || keyfile === undefined,
      'is another name of key_file, which stands here too: keep one of them',
    ),
    ['keyfile'],
  ),
)

export type BigQueryConfig = v.InferOutput<typeof configSchema>
