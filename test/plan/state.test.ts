import { expect, it } from 'vitest'
import { planGroup, stateFormat } from '../../src/plan/index.ts'
import { groupOf, pageViews } from '../support/small.ts'

/*
 * Ids of states are names of columns in warehouses everywhere: with another id a state is another one, and all
 * its history is read again. Where one has to change, stateFormat changes with it, so that plan says what will be
 * read and run asks for --yes. golden/<case>/plan.json pins more of them.
 */
it('state ids are what they were', () => {
  const group = groupOf([
    pageViews,
    {
      ...pageViews,
      name: 'week',
      period: 'P7D',
      criteria: { all: [{ property: 'app_id', operator: '=', value: 'web' }] },
    },
    { name: 'value', type: 'double', aggregation: 'mean', events: [], property: 'se_value' },
    { name: 'first_source', type: 'string', aggregation: 'first', events: [], property: 'mkt_source' },
    {
      name: 'sources',
      type: 'string_list',
      aggregation: 'unique_list',
      events: [],
      property: 'mkt_source',
      period: '90m',
    },
    { name: 'since', type: 'double', aggregation: 'time_since_last', events: [], time_unit: 'h' },
  ])
  const { states } = planGroup(group, { includeCurrentDay: false })
  expect([stateFormat, ...states.map(({ id }) => id)]).toMatchInlineSnapshot(`
    [
      1,
      "count_any_event_04a949ec",
      "count_page_view_by_app_id_0108259e",
      "count_page_view_ef75c893",
      "count_values_se_value_a3086105",
      "first_mkt_source_f9f92224",
      "max_derived_tstamp_970bec76",
      "sum_se_value_aeb01e3f",
      "values_mkt_source_f5abd4cc",
    ]
  `)
})
