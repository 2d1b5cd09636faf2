import type { GroupPlan } from './group.ts'

/**
 * The plan with other names for its states: a state that left a table and came back must not meet its
 * old rows. The same object where no name differs.
 */
export function withStateColumns(plan: GroupPlan, columns: ReadonlyMap<string, string>): GroupPlan {
  const named = (state: string): string => columns.get(state) ?? state
  if (plan.states.every(({ id }) => named(id) === id)) return plan
  return {
    ...plan,
    states: plan.states.map((state) => ({ ...state, id: named(state.id) })),
    presence: plan.presence.map(named),
    attributes: plan.attributes.map((attribute) => {
      const { finalizer } = attribute
      return {
        ...attribute,
        finalizer:
          finalizer.kind === 'mean'
            ? { ...finalizer, sum: named(finalizer.sum), count: named(finalizer.count) }
            : { ...finalizer, state: named(finalizer.state) },
      }
    }),
  }
}
