/** How the driver wants a proxy named. */
export interface ProxyOptions {
  readonly proxyProtocol: 'http' | 'https'
  readonly proxyHost: string
  readonly proxyPort: number
  readonly proxyUser?: string
  readonly proxyPassword?: string
  /** Hosts reached directly, joined by |; a leading dot stands for what is below a domain. */
  readonly noProxy?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy of the environment: HTTPS_PROXY and NO_PROXY, in lower case too. A host in NO_PROXY stands
 * for what is below it as well, as it does to curl; the driver's own reading takes it for that host only.
 */
export function proxyOf(env: Environment): ProxyOptions | undefined {
  const given = env.https_proxy ?? env.HTTPS_PROXY
  if (given === undefined || given.trim() === '') return undefined
  const url = new URL(given.includes('://') ? given : `http://${given}`)
  const isHttps = url.protocol === 'https:'
  const user = decodeURIComponent(url.username)
  const direct = directHosts(env.no_proxy ?? env.NO_PROXY ?? '')
  return {
    proxyProtocol: isHttps ? 'https' : 'http',
    proxyHost: url.hostname,
    proxyPort: url.port === '' ? (isHttps ? 443 : 80) : Number(url.port),
    ...(user === '' ? {} : { proxyUser: user, proxyPassword: decodeURIComponent(url.password) }),
    ...(direct.length === 0 ? {} : { noProxy: direct.join('|') }),
  }
}

function directHosts(noProxy: string): readonly string[] {
  return noProxy
    .split(',')
    .map((host) => host.trim().replace(/:\d+$/, ''))
    .filter((host) => host !== '')
    .flatMap((host) => (/^[*.]|^[\d.]+$/.test(host) ? [host] : [host, `.${host}`]))
}
