import type { RunEvent } from '../../run/index.ts'
import { adoptionText, backfillText } from './backfill-text.ts'
import { countText, durationText, timeText } from './figures.ts'
import { LiveLines } from './live-lines.ts'
import type { Terminal } from './terminal.ts'

interface GroupProgress {
  step: string
  windows: number
  left: number | undefined
  rows: number
  readonly began: number
  /** Milliseconds it took, when it is done. */
  took?: number
}

/** What a run is doing: on a terminal a line a group, rewritten as it goes; elsewhere a line a window. */
export class RunProgress {
  private readonly groups = new Map<string, GroupProgress>()
  private readonly live: LiveLines | undefined

  constructor(
    private readonly terminal: Terminal,
    private readonly clock: () => number,
  ) {
    this.live = terminal.isLive ? new LiveLines(terminal, () => this.lines()) : undefined
  }

  hear(event: RunEvent): void {
    switch (event.type) {
      case 'run_started':
        this.tell(() => this.terminal.progress(`run ${event.run_id} as of ${timeText(event.as_of)}`))
        return
      case 'warning':
        this.tell(() => this.terminal.warn(event.message))
        return
      case 'group_opened':
        this.groups.set(event.group, {
          step: 'waiting',
          windows: 0,
          left: undefined,
          rows: 0,
          began: this.clock(),
        })
        return
      case 'adopting':
        this.tell(() => this.terminal.progress(`${event.group}: ${adoptionText(event.table)}`))
        return
      case 'backfill':
        this.tell(() => this.terminal.progress(`${event.group}: ${backfillText(event.backfill)}`))
        return
      case 'window_counted':
        this.window(event)
        return
      case 'statement':
        this.statement(event)
        return
      case 'group_finished': {
        const group = this.groups.get(event.report.group)
        if (group !== undefined) group.took = this.clock() - group.began
        return
      }
      case 'run_finished':
        return
    }
  }

  stop(): void {
    this.live?.stop()
  }

  private tell(say: () => void): void {
    if (this.live === undefined) say()
    else this.live.above(say)
  }

  private window({ group: id, lo, hi, rows, left }: RunEvent & { readonly type: 'window_counted' }): void {
    const group = this.groups.get(id)
    if (group === undefined) return
    group.windows += 1
    group.rows += rows
    group.left = left
    if (this.live !== undefined) return
    const window = `window ${group.windows} of ${group.windows + left}`
    this.terminal.progress(`${id}: ${window}, ${timeText(lo)} to ${timeText(hi)}, ${countText(rows)} rows`)
  }

  private statement({
    step,
    name,
    group,
    rows,
    ms,
    text,
    error,
  }: RunEvent & { readonly type: 'statement' }): void {
    // `stage atomic_events` is a step of a source
    const [word = ''] = step.split(' ')
    for (const [id, progress] of word === '' || word === 'ledger' ? [] : this.groups) {
      // the scan of a source is made for every group that is not done
      if ((group === undefined || group === id) && progress.took === undefined) progress.step = word
    }
    if (!this.terminal.verbose) return
    const wrote = rows === null ? '' : `, ${countText(rows)} rows`
    const head = `-- ${[group, step, name].filter((part) => part !== undefined).join(' ')}: ${Math.round(ms)} ms${wrote}`
    this.terminal.detail(`${head}\n${text};${error === undefined ? '' : `\n-- failed: ${error}`}\n`)
  }

  private lines(): readonly string[] {
    const width = Math.max(0, ...[...this.groups.keys()].map((id) => id.length))
    return [...this.groups].map(([id, { step, windows, left, rows, began, took }]) => {
      const window = left === undefined ? '' : `window ${windows} of ${windows + left}`
      const elapsed = durationText((took ?? this.clock() - began) / 1000)
      return `${id.padEnd(width)}  ${(took === undefined ? step : 'done').padEnd(8)}  ${window.padEnd(16)}  ${countText(rows)} rows  ${elapsed}`
    })
  }
}
