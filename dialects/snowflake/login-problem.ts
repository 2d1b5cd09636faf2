import type { Problem } from '../../src/errors.ts'
import type { SnowflakeConfig } from './config.ts'
import type { DriverError } from './driver-error.ts'
import { namedProblem, oneLine, userOf } from './named-problem.ts'

/** What to say of a login that failed: by where it failed, then by the code that means something there. */
export function loginProblem(given: DriverError, config: SnowflakeConfig): Problem {
  switch (given.origin) {
    case 'network':
      return unreachable(given, config)
    case 'driver':
      return refusedHere(given, config)
    case 'snowflake':
      return refusedThere(given, config)
  }
}

function unreachable({ message, status, cause }: DriverError, config: SnowflakeConfig): Problem {
  const account = config.account ?? config.connection ?? ''
  if (status === 403 || status === 404) {
    return {
      code: 'missing',
      message: `there is no Snowflake account at ${account}`,
      found: `HTTP ${status}`,
      expected: 'orgname-account, as in https://orgname-account.snowflakecomputing.com',
      fix: 'correct warehouse.account; a proxy that refuses the address answers the same',
    }
  }
  if (cause === 'ENOTFOUND') {
    return {
      code: 'unreachable',
      message: `the address of the Snowflake account ${account} is not known`,
      fix: 'correct warehouse.account, or try again when the network is there',
    }
  }
  // Node's names of what is wrong with a certificate: https://nodejs.org/api/tls.html#x509-certificate-error-codes
  if (/CERT|UNABLE_TO_VERIFY/.test(cause ?? '')) {
    return {
      code: 'unreachable',
      message: `nobody that this computer believes vouches for the certificate of ${account}`,
      ...(cause === undefined ? {} : { found: cause }),
      fix: 'name the file of the authority that signs it, as of a proxy, in NODE_EXTRA_CA_CERTS',
    }
  }
  return {
    code: 'unreachable',
    message: `Snowflake can't be reached at ${account}`,
    found: status === undefined ? (cause ?? oneLine(message)) : `HTTP ${status}`,
    fix: 'try again later; look at HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS where there is a proxy',
  }
}

/** Before anything was sent: a file, a key, a setting. */
function refusedHere({ code, message }: DriverError, config: SnowflakeConfig): Problem {
  const found = oneLine(message)
  // the driver was given no options, as it found none under the name
  if (code === '404001' && config.connection !== undefined) {
    return {
      code: 'missing',
      message: `connections.toml has no connection ${config.connection}, or can't be read`,
      expected: 'a section of that name in SNOWFLAKE_HOME, else ~/.snowflake, that nobody else may read',
      fix: 'correct warehouse.connection, or chmod 600 connections.toml',
    }
  }
  if (['ENOENT', 'EACCES', 'EISDIR'].includes(code)) {
    return {
      code: 'missing',
      message: "a file of the login can't be read",
      found,
      fix: 'correct the path in warehouse',
    }
  }
  // OpenSSL's: https://nodejs.org/api/errors.html#openssl-error-codes; and the driver's of private keys
  if (/^ERR_(OSSL|CRYPTO|MISSING_PASSPHRASE)/.test(code) || ['404026', '404027', '404028'].includes(code))
    return refusedKey(found, config)
  return {
    code: 'permission',
    message: 'the login to Snowflake could not be begun',
    found,
    fix: 'correct user and credentials under warehouse in the config',
  }
}

const kinds: Readonly<Record<string, 'role' | 'policy' | 'key' | 'named'>> = {
  // of a token that is limited to others, and of the login itself
  390186: 'role',
  390189: 'role',
  // of the account, of the user, of a token that demands one
  390420: 'policy',
  390422: 'policy',
  390432: 'policy',
  // https://docs.snowflake.com/en/user-guide/key-pair-auth-troubleshooting
  390144: 'key',
  394300: 'key',
  394301: 'key',
  394302: 'key',
  394303: 'key',
  394304: 'key',
  394305: 'key',
  394306: 'key',
  390201: 'named',
}

function refusedThere(given: DriverError, config: SnowflakeConfig): Problem {
  const found = oneLine(given.message)
  switch (kinds[given.code]) {
    case 'policy':
      return {
        code: 'permission',
        message: "a network policy of Snowflake doesn't allow this address",
        found,
        fix: 'have the address added to the network policy of the account or the user',
      }
    case 'role': {
      const role = config.role?.toUpperCase() ?? 'ROLE'
      return {
        code: 'permission',
        message: `the role ${role} is not there, or not granted to the user`,
        found,
        fix: `grant role ${role} to user ${userOf(config)}, or correct warehouse.role`,
      }
    }
    case 'named':
      return namedProblem(given, config)
    case 'key':
      return refusedKey(found, config)
    default:
      return {
        code: 'permission',
        message: 'Snowflake refused the login',
        found,
        fix: 'correct user and credentials under warehouse in the config',
      }
  }
}

function refusedKey(found: string, config: SnowflakeConfig): Problem {
  return {
    code: 'permission',
    message: 'Snowflake refused the private key',
    found,
    expected: `a key in PKCS#8 whose public half the user ${userOf(config)} has`,
    fix: `compare with describe user ${userOf(config)}: RSA_PUBLIC_KEY_FP; look at the passphrase and this computer's clock`,
  }
}
