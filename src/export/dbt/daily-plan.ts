import type { GroupPlan } from '../../plan/index.ts'
import { contentHash } from '../../plan/index.ts'

/**
 * The plan with nothing kept by key alone: what a run counts again are the days it touched, and a state of all
 * history would need all of them. Whether windows of days end with today is asked when dbt runs.
 */
export function dailyPlan(plan: GroupPlan): GroupPlan {
  return {
    ...plan,
    states: plan.states.map((state) => (state.bucket === 'epoch' ? { ...state, bucket: 'day' } : state)),
    attributes: plan.attributes.map((attribute) =>
      attribute.window.kind === 'lifetime'
        ? attribute
        : { ...attribute, window: { ...attribute.window, includeCurrent: false } },
    ),
  }
}

/** Stands for all that rows of X_filtered_events and the states are made by: with another, they are made anew. */
export function definitionHash({ key, filters, states }: GroupPlan): string {
  return contentHash({ key: key.property, filters, states: states.map(({ id, bucket }) => ({ id, bucket })) })
}
