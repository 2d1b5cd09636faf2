/** Who holds a lease, as the ledger writes it: host, process and when it started. */
export interface Holder {
  readonly host: string
  readonly pid: number
  readonly started: string
}

export function holderText({ host, pid, started }: Holder): string {
  return `${host}:${pid}:${started}`
}

/**
 * Whether a holder ran on this host as a process that is not there any more. Of another host nothing is
 * known: its lease has to end.
 * @param isAlive whether a process of this host exists
 */
export function isGone(holder: string, own: Holder, isAlive: (pid: number) => boolean): boolean {
  const match = /^(.*?):(\d+):(.+)$/.exec(holder)
  if (match === null) return false
  const [, host, pid, started] = match
  if (host !== own.host) return false
  // this process's own number at another time: the one that had it before is gone
  if (Number(pid) === own.pid) return started !== own.started
  return !isAlive(Number(pid))
}
