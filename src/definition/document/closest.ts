/**
 * The name that was probably meant: nearest by edit distance, case aside, or undefined where none is
 * near (two letters in five may differ, at most three; or a short ending is left out).
 */
export function closest(name: string, names: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  let least = Math.min(3, Math.max(1, Math.floor(wanted.length * 0.4))) + 1
  for (const candidate of names) {
    const other = candidate.toLowerCase()
    const cut = wanted.length > 2 && other.startsWith(wanted) && other.length - wanted.length <= 2
    const distance = cut ? Math.min(1, other.length - wanted.length) : editDistance(wanted, other)
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** `did you mean "counter"?`, or undefined where no name is close. */
export function didYouMean(name: string, names: Iterable<string>): string | undefined {
  const near = closest(name, names)
  return near === undefined ? undefined : `did you mean "${near}"?`
}

/** Insertions, deletions, replacements and swaps of neighbours from one text to the other. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(replace, at(row, j) + 1, at(next, j - 1) + 1, swap))
    }
    before = row
    row = next
  }
  return at(row, b.length)
}

const at = (row: readonly number[], index: number) => row[index] ?? Number.POSITIVE_INFINITY
