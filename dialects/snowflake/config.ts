import * as v from 'valibot'

const filled = v.pipe(v.string(), v.nonEmpty('is empty'))

/** A token of an identity provider, or what to ask one for it with. */
const oauth = v.object({
  token: v.exactOptional(filled),
  client_id: v.exactOptional(filled),
  client_secret: v.exactOptional(filled),
  token_request_url: v.exactOptional(v.pipe(v.string(), v.url('is not a URL'))),
  scope: v.exactOptional(filled),
})

/** https://docs.snowflake.com/en/user-guide/workload-identity-federation */
const workloadIdentity = v.object({
  provider: v.picklist(['AWS', 'AZURE', 'GCP', 'OIDC']),
  /** Of provider OIDC: the token that the platform gave. */
  token: v.exactOptional(filled),
  entra_resource: v.exactOptional(filled),
})

const settings = v.object({
  account: v.exactOptional(
    v.pipe(
      filled,
      v.regex(
        /^[\w.-]+$/,
        'is not an account identifier\nwrite the part before .snowflakecomputing.com: orgname-account',
      ),
    ),
  ),
  user: v.exactOptional(filled),
  /** Another name of user. */
  username: v.exactOptional(filled),
  role: v.exactOptional(filled),
  warehouse: v.exactOptional(filled),
  /** Runs what reads history, where that wants another size of machine. */
  backfill_warehouse: v.exactOptional(filled),
  database: v.exactOptional(filled),
  private_key: v.exactOptional(filled),
  private_key_path: v.exactOptional(filled),
  private_key_passphrase: v.exactOptional(filled),
  programmatic_access_token: v.exactOptional(filled),
  oauth: v.exactOptional(oauth),
  workload_identity: v.exactOptional(workloadIdentity),
  authenticator: v.exactOptional(v.picklist(['externalbrowser'])),
  password: v.exactOptional(filled),
  /** A name in connections.toml, which the vendor's other clients read too. */
  connection: v.exactOptional(filled),
  /** Where the address is not made from the account: a private endpoint, a local server. */
  access_url: v.exactOptional(v.pipe(v.string(), v.url('is not a URL'))),
  /** The longest a statement may take. */
  statement_timeout_minutes: v.optional(v.pipe(v.number(), v.gtValue(0, 'is not above 0')), 120),
  /** The longest a statement waits for another that writes to the same table. */
  lock_timeout_minutes: v.optional(v.pipe(v.number(), v.gtValue(0, 'is not above 0')), 5),
})
type Settings = v.InferOutput<typeof settings>

/** The ways to prove who one is: exactly one of them is given. */
const proofs = [
  'private_key',
  'private_key_path',
  'programmatic_access_token',
  'oauth',
  'workload_identity',
  'authenticator',
  'password',
  'connection',
] as const satisfies readonly (keyof Settings)[]

interface Finding {
  readonly key?: keyof Settings
  readonly message: string
  readonly found?: string
  readonly expected?: string
}

/** `warehouse:` of a Snowflake account, beside its type. */
export const configSchema = v.pipe(
  settings,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const { key, message, found, expected } of findings(dataset.value)) {
      addIssue({
        message,
        // never the mapping itself, which has secrets in it
        input: found ?? null,
        received: found ?? 'nothing',
        expected: expected ?? '',
        ...(key === undefined
          ? {}
          : {
              path: [{ type: 'object', origin: 'value', input: dataset.value, key, value: found ?? null }],
            }),
      })
    }
  }),
)
export type SnowflakeConfig = Settings

/** What no single setting shows. */
function findings(config: Settings): readonly Finding[] {
  const given = proofs.filter((proof) => config[proof] !== undefined)
  const missing = (key: keyof Settings, expected: string): Finding => ({
    key,
    message: 'is missing',
    expected,
  })
  const found: Finding[] = []
  if (given.length !== 1) {
    found.push({
      message: given.length === 0 ? 'says nothing of how to log in' : 'has several ways to log in',
      ...(given.length === 0 ? {} : { found: given.join(', ') }),
      expected: `one of ${proofs.join(', ')}`,
    })
  }
  if (config.connection === undefined) {
    if (config.account === undefined) found.push(missing('account', 'orgname-account'))
    if (config.database === undefined) found.push(missing('database', 'a database that the session uses'))
    const named = config.user ?? config.username
    const [proof] = given
    if (named === undefined && (proof === 'password' || proof?.startsWith('private_key'))) {
      found.push(missing('user', 'the login name of a user'))
    }
  }
  if (config.user !== undefined && config.username !== undefined) {
    found.push({ key: 'username', message: 'stands beside user', expected: 'one of them' })
  }
  if (
    config.private_key_passphrase !== undefined &&
    config.private_key === undefined &&
    config.private_key_path === undefined
  ) {
    found.push({
      key: 'private_key_passphrase',
      message: 'has no key that it is for',
      expected: 'private_key or private_key_path beside it',
    })
  }
  return [...found, ...oauthFindings(config), ...identityFindings(config)]
}

function oauthFindings({ oauth: given }: Settings): readonly Finding[] {
  if (given === undefined) return []
  const { token, client_id, client_secret } = given
  const isComplete = client_id !== undefined && client_secret !== undefined
  const isPartly = client_id !== undefined || client_secret !== undefined
  if (token === undefined ? isComplete : !isPartly) return []
  const message = token === undefined ? 'has no credentials' : 'has several credentials'
  return [{ key: 'oauth', message, expected: 'token, or client_id and client_secret' }]
}

function identityFindings({ workload_identity: given }: Settings): readonly Finding[] {
  if (given === undefined || given.provider !== 'OIDC' || given.token !== undefined) return []
  return [{ key: 'workload_identity', message: 'has no token', expected: 'token, with provider OIDC' }]
}

/** What is allowed today and should change. */
export function warningsOf(config: SnowflakeConfig): readonly string[] {
  return config.password === undefined
    ? []
    : [
        'warehouse.password: Snowflake ends logins by password alone; use private_key_path, ' +
          'programmatic_access_token or workload_identity ' +
          '(https://docs.snowflake.com/en/user-guide/security-mfa-rollout)',
      ]
}
