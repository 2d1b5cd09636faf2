import { resolve } from 'node:path'
import type { ConnectionOptions } from 'snowflake-sdk'
import type { SnowflakeConfig } from './config.ts'
import type { ProxyOptions } from './proxy.ts'

/** The options of one session, as the driver takes them. */
export interface SessionOptions {
  readonly config: SnowflakeConfig
  /** Paths of the config are relative to it. */
  readonly directory: string
  readonly proxy?: ProxyOptions | undefined
  /** Another warehouse than the config's. */
  readonly warehouse?: string | undefined
}

/** https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver-options */
export function connectionOptions({
  config,
  directory,
  proxy,
  warehouse,
}: SessionOptions): ConnectionOptions {
  const { account, access_url: accessUrl, role, database } = config
  const user = config.user ?? config.username
  const used = warehouse ?? config.warehouse
  return {
    application: 'sbe',
    ...(account === undefined ? {} : { account }),
    ...(accessUrl === undefined ? {} : { accessUrl }),
    ...(user === undefined ? {} : { username: user }),
    ...(role === undefined ? {} : { role }),
    ...(database === undefined ? {} : { database }),
    ...(used === undefined ? {} : { warehouse: used }),
    ...authentication(config, directory),
    ...(proxy ?? {}),
    // a session that is idle while another works must not end
    clientSessionKeepAlive: true,
    // about a minute of tries, then it is unreachable
    sfRetryMaxLoginRetries: 4,
  }
}

/** https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver-authenticate */
function authentication(config: SnowflakeConfig, directory: string): ConnectionOptions {
  const { oauth, workload_identity: identity } = config
  if (config.private_key !== undefined || config.private_key_path !== undefined) {
    return {
      authenticator: 'SNOWFLAKE_JWT',
      ...(config.private_key === undefined ? {} : { privateKey: pem(config.private_key) }),
      ...(config.private_key_path === undefined
        ? {}
        : { privateKeyPath: resolve(directory, config.private_key_path) }),
      ...(config.private_key_passphrase === undefined
        ? {}
        : { privateKeyPass: config.private_key_passphrase }),
    }
  }
  if (config.programmatic_access_token !== undefined) {
    return { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: config.programmatic_access_token }
  }
  if (oauth?.token !== undefined) return { authenticator: 'OAUTH', token: oauth.token }
  if (oauth !== undefined) {
    return {
      authenticator: 'OAUTH_CLIENT_CREDENTIALS',
      ...(oauth.client_id === undefined ? {} : { oauthClientId: oauth.client_id }),
      ...(oauth.client_secret === undefined ? {} : { oauthClientSecret: oauth.client_secret }),
      ...(oauth.token_request_url === undefined ? {} : { oauthTokenRequestUrl: oauth.token_request_url }),
      ...(oauth.scope === undefined ? {} : { oauthScope: oauth.scope }),
    }
  }
  if (identity !== undefined) {
    return {
      authenticator: 'WORKLOAD_IDENTITY',
      workloadIdentityProvider: identity.provider,
      ...(identity.token === undefined ? {} : { token: identity.token }),
      ...(identity.entra_resource === undefined
        ? {}
        : { workloadIdentityAzureEntraIdResource: identity.entra_resource }),
    }
  }
  if (config.authenticator !== undefined) return { authenticator: 'EXTERNALBROWSER' }
  return config.password === undefined ? {} : { password: config.password }
}

/** A key from an environment variable has \n for its line ends, or is the base64 of it without a frame. */
function pem(key: string): string {
  const lines = key.replaceAll('\\n', '\n').trim()
  return lines.startsWith('-----')
    ? `${lines}\n`
    : `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`
}
