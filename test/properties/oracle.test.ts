import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ColumnType } from '../../src/column-type.ts'
import type { Catalogue } from '../../src/compile/index.ts'
import type { Attribute, AttributeGroup } from '../../src/definition/model.ts'
import { scenario } from '../support/arbitrary.ts'
import { catalogueOf, differences, problemsOf, replay } from '../support/replay.ts'

const numRuns = Number(process.env.SBE_PROPERTY_RUNS ?? 25)
const seed = Number(process.env.SBE_PROPERTY_SEED ?? 20240310)
const parameters = { numRuns, seed, endOnFailure: false }

describe.each(['struct', 'json'] as const)(
  'random definitions over random events in %s columns',
  (layout) => {
    it.each([
      ['without a catalogue', undefined],
      ['with a catalogue', (known: Catalogue) => known],
      ['with a catalogue of another time', outdated],
    ])('equal the oracle after every run, %s', async (_, known) => {
      let run = 0
      const property = fc.asyncProperty(scenario(layout), (random) =>
        replay(random, async (product, asOf, given) => {
          const catalogue = known === undefined ? {} : { catalogue: known(await catalogueOf(product), run++) }
          // every way to merge segments: seldom, or all of them after every run
          const compact = { segments: 1, ratio: known === undefined ? 2 : 0 }
          const report = await product.run([random.group], {
            ...given,
            run: { ...given.run, compact },
            ...catalogue,
          })
          expect(problemsOf(report)).toEqual([])
          expect({ asOf, different: await differences(product, random, asOf) }).toEqual({
            asOf,
            different: [],
          })
        }),
      )
      await fc.assert(property, parameters)
    })

    it('equal the oracle for two groups that share scans, now run together, now alone', async () => {
      const choices = fc.array(fc.constantFrom('first', 'second', 'both'), { minLength: 8, maxLength: 8 })
      const property = fc.asyncProperty(scenario(layout), choices, (random, chosen) => {
        const second = sibling(random.group)
        let run = 0
        const runs = new Map<string, readonly string[]>()
        return replay(random, async (product, asOf, given) => {
          const choice = chosen[run++ % chosen.length]
          const groups =
            choice === 'first' ? [random.group] : choice === 'second' ? [second] : [random.group, second]
          expect(problemsOf(await product.run(groups, given))).toEqual([])
          for (const group of groups) {
            const own = [...(runs.get(group.name) ?? []), asOf]
            runs.set(group.name, own)
            const different = await differences(product, { ...random, runs: own }, asOf, group)
            expect({ asOf, group: group.name, different }).toEqual({ asOf, group: group.name, different: [] })
          }
        })
      })
      await fc.assert(property, parameters)
    })
  },
)

/** A catalogue that lacks columns and fields, and has other types: others in every run. */
function outdated({ tables }: Catalogue, run: number): Catalogue {
  const some = <Item>(items: readonly (readonly [string, Item])[], age: (item: Item) => Item) =>
    Object.fromEntries(
      items.flatMap(([name, item], nth): readonly (readonly [string, Item])[] => {
        const fate = (nth + run) % 3
        return fate === 0 ? [] : [[name, fate === 1 ? age(item) : item]]
      }),
    )
  const older = (type: ColumnType): ColumnType => {
    if (typeof type === 'string') return type === 'text' ? 'integer' : 'text'
    return 'list' in type ? { list: older(type.list) } : { struct: some(Object.entries(type.struct), older) }
  }
  return {
    tables: Object.fromEntries(
      Object.entries(tables).map(([name, columns]) => [name, some(Object.entries(columns), older)]),
    ),
  }
}

/** Another group over the same columns: some of the attributes, under other names, over other windows. */
function sibling(group: AttributeGroup): AttributeGroup {
  const attributes = group.attributes
    .filter((_, index) => index % 2 === 0)
    .map((attribute): Attribute => {
      const { period, ...rest } = attribute
      const name = `other_${attribute.name}`
      return period === undefined ? { ...rest, name, period: 'P2D' } : { ...rest, name }
    })
  return { ...group, name: `${group.name}_too`, attributes, changes: { ignore: [] } }
}
