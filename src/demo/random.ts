/** A reproducible stream of random values: the same seed gives the same values on every machine. */
export interface Random {
  /** In [0, 1). */
  readonly fraction: () => number
  /** Whole, from `least` to `greatest`, both possible. */
  readonly whole: (least: number, greatest: number) => number
  /** True with this probability. */
  readonly chance: (probability: number) => boolean
  /** One of a list that is not empty. */
  readonly pick: <const T extends readonly [unknown, ...unknown[]]>(from: T) => T[number]
  /** One of a list that is not empty, as often as its share of the sum of all `weight`s. */
  readonly weighted: <T extends { readonly weight: number }>(from: readonly [T, ...T[]]) => T
  readonly uuid: () => string
  /** Lower-case hexadecimal digits, in steps of eight. */
  readonly hex: (words: number) => string
}

/** Mixes numbers to a seed, so that streams of neighbouring seeds have nothing in common. */
export function seedOf(...parts: readonly number[]): number {
  let hash = 0x9e3779b9
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash >>> 0
}

/** mulberry32: 32 bits of state are plenty for a stream as short as a visit. */
export function random(seed: number): Random {
  let state = seed >>> 0

  function word(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  const fraction = () => word() / 0x100000000

  function weighted<T extends { readonly weight: number }>(from: readonly [T, ...T[]]): T {
    let left = fraction() * from.reduce((sum, { weight }) => sum + weight, 0)
    for (const candidate of from) {
      left -= candidate.weight
      if (left < 0) return candidate
    }
    return from[0]
  }

  function uuid(): string {
    const [a, b, c, d] = [word(), word(), word(), word()]
    const version = 0x4000 | (b & 0x0fff)
    const variant = 0x8000 | ((c >>> 16) & 0x3fff)
    return `${hexWord(a)}-${hexHalf(b >>> 16)}-${hexHalf(version)}-${hexHalf(variant)}-${hexHalf(c & 0xffff)}${hexWord(d)}`
  }

  return {
    fraction,
    whole: (least, greatest) => least + Math.floor(fraction() * (greatest - least + 1)),
    chance: (probability) => fraction() < probability,
    pick: (from) => from[Math.floor(fraction() * from.length)] ?? from[0],
    weighted,
    uuid,
    hex: (words) => Array.from({ length: words }, () => hexWord(word())).join(''),
  }
}

const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function hexHalf(half: number): string {
  return `${bytes[half >>> 8]}${bytes[half & 255]}`
}

function hexWord(word: number): string {
  return hexHalf(word >>> 16) + hexHalf(word & 0xffff)
}
