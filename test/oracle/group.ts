/** The values by what the function says of each, in the order each was first met. */
export function groupBy<K, V>(values: readonly V[], of: (value: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>()
  for (const value of values) {
    const group = groups.get(of(value))
    if (group === undefined) groups.set(of(value), [value])
    else group.push(value)
  }
  return groups
}
