/** One line of the table. */
export interface Figure {
  readonly what: string
  readonly days: number
  readonly groups: number
  readonly seconds?: number
  readonly statements?: number
  /** What the goal is about, where it is no number of seconds. */
  readonly value?: number
  /** As it is to be read: `≤ 1.3 × the pass`. */
  readonly goal?: string
  readonly isMet?: boolean
}

/** A figure with a goal: at most so much. */
export function atMost(most: number, of: string, value: number): Pick<Figure, 'value' | 'goal' | 'isMet'> {
  return { value: rounded(value), goal: `≤ ${most} ${of}`, isMet: value <= most }
}

export function lineOf({ what, days, groups, seconds, statements, value, goal, isMet }: Figure): string {
  const cells = [
    `${days} days`.padStart(8),
    `${groups} group${groups === 1 ? '' : 's'}`.padStart(10),
    what.padEnd(44),
    (seconds === undefined ? '' : `${seconds.toFixed(2)} s`).padStart(9),
    (statements === undefined ? '' : `${statements} statements`).padStart(15),
    goal === undefined ? '' : `${value} (${goal}: ${isMet ? 'met' : 'not met'})`,
  ]
  return `${cells.join('  ').trimEnd()}\n`
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
