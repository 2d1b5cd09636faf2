import fc, { type Arbitrary } from 'fast-check'
import type { Attribute, AttributeGroup } from '../../src/definition/model.ts'

/** What happens to a run at one of its statements. */
export type Accident =
  | { readonly kind: 'none' }
  /** The process dies before the statement. */
  | { readonly kind: 'dies'; readonly at: number }
  /** The statement fails, and the warehouse had done it by then or not. */
  | { readonly kind: 'fails'; readonly at: number; readonly when: 'before' | 'after' }
  /** SIGINT comes. */
  | { readonly kind: 'interrupted'; readonly at: number }
  /** It stalls, another run takes over, and then it wakes. */
  | { readonly kind: 'stalls'; readonly at: number; readonly other: Definition }
  /** --max-chunks. */
  | { readonly kind: 'pauses'; readonly after: number }

/** What becomes of each attribute of a group in one run; the list is gone through again where it is shorter. */
export type Definition = readonly ('as it is' | 'left out' | 'another period' | 'for ever' | 'another')[]

/** One run. */
export interface Act {
  readonly definition: Definition
  readonly accident: Accident
  readonly groups: 'first' | 'second' | 'both'
  readonly fullRefresh: boolean
  /** Whether a run without an accident comes at the same time, before the next. */
  readonly madeGood: boolean
}

const definition: Arbitrary<Definition> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(['as it is'] as const) },
  {
    weight: 3,
    arbitrary: fc.array(
      fc.constantFrom('as it is' as const, 'as it is', 'left out', 'another period', 'for ever', 'another'),
      { minLength: 1, maxLength: 8 },
    ),
  },
)

/** Early ones more often: a run has 40 statements at least, and several hundred at most. */
const at = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 250 }))

const accident: Arbitrary<Accident> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Accident>({ kind: 'none' }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('dies' as const), at }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fails' as const),
      at,
      when: fc.constantFrom('before' as const, 'after'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('interrupted' as const), at }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('stalls' as const), at, other: definition }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('pauses' as const), after: fc.integer({ min: 1, max: 3 }) }),
  },
)

export const act: Arbitrary<Act> = fc.record({
  definition,
  accident,
  groups: fc.constantFrom('first' as const, 'both', 'both', 'second'),
  fullRefresh: fc.constantFrom(...Array<false>(19).fill(false), true as const),
  madeGood: fc.boolean(),
})

/** A group as one run defines it; never without attributes. */
export function defined(group: AttributeGroup, definition: Definition): AttributeGroup {
  const changed = group.attributes.flatMap((_, index) =>
    changedAttribute(group.attributes, index, definition[index % definition.length] ?? 'as it is'),
  )
  return changed.length === 0 ? group : { ...group, attributes: changed }
}

function changedAttribute(
  attributes: readonly Attribute[],
  index: number,
  change: Definition[number],
): readonly Attribute[] {
  const attribute = attributes[index]
  if (attribute === undefined) return []
  const { period, ...rest } = attribute
  switch (change) {
    case 'as it is':
      return [attribute]
    case 'left out':
      return []
    case 'another period':
      return [{ ...rest, period: period === 'P5D' ? 'P2D' : 'P5D' }]
    case 'for ever':
      return [rest]
    case 'another':
      // of another type and property under the same name
      return [{ ...(attributes.at(index - 1) ?? attribute), name: attribute.name }]
  }
}

/** Another group over the same columns: every other attribute, under another name. */
export function sibling(group: AttributeGroup): AttributeGroup {
  const attributes = group.attributes
    .filter((_, index) => index % 2 === 0)
    .map((attribute) => ({ ...attribute, name: `other_${attribute.name}` }))
  return { ...group, name: `${group.name}_too`, attributes, changes: { ignore: [] } }
}
