import type { PlannedAttribute, Window } from '../../plan/index.ts'
import type { ExportedGroup } from './exported-group.ts'
import { modelName } from './exported-group.ts'
import { verbatim } from './jinja.ts'
import { source } from './templated.ts'
import { yamlFile } from './yaml-file.ts'

/** models/sources.yml: the table of events. */
export function sourcesFile({ planned }: ExportedGroup): string {
  return yamlFile({
    version: 2,
    sources: [
      {
        name: source.name,
        description: 'Snowplow events as the loader writes them',
        database: "{{ var('snowplow__database') or target.database }}",
        schema: "{{ var('snowplow__atomic_schema') }}",
        tables: [{ name: source.table, identifier: planned.source.table.table }],
      },
    ],
  })
}

/** models/schema.yml: what each model and attribute is, and the tests of keys. */
export function schemaFile(group: ExportedGroup): string {
  const { plan, target, hasValues } = group
  const column = (name: string, description: string, tests: readonly string[] = []): object => ({
    name: target.columnName(name),
    quote: true,
    // dbt looks for templates in descriptions, too
    description: verbatim(description),
    ...(tests.length === 0 ? {} : { data_tests: tests }),
  })
  const key = `The attribute key, ${plan.key.column}`
  const bucket = column('bucket', 'Where the day, hour or minute begins, UTC', ['not_null'])
  const addedAt = column('added_at', 'When the last event was added that the model had seen', ['not_null'])
  return yamlFile({
    version: 2,
    models: [
      {
        name: modelName(group, 'filtered_events'),
        description:
          'Each event once, with the key, the filters it meets and the values that states are made of. One row a run has no event: it says how far the source was read.',
        columns: [
          column('key', key),
          column('read_up_to', 'The run that added the row read events loaded up to this time', ['not_null']),
          column('added_at', "When the row was added, by the warehouse's clock", ['not_null']),
          column('definition', 'Hash of the definition; with another one the model asks for --full-refresh', [
            'not_null',
          ]),
        ],
      },
      {
        name: modelName(group, 'daily_aggregates'),
        description: 'States by key and day, and by hour or minute where a window needs them',
        columns: [
          column('key', key, ['not_null']),
          column('bucket_size', 'day, hour or minute', ['not_null']),
          bucket,
          addedAt,
        ],
      },
      ...(hasValues
        ? [
            {
              name: modelName(group, 'daily_values'),
              description: 'How often each value of a state was seen, and its last event, by key and day',
              columns: [
                column('key', key, ['not_null']),
                bucket,
                column('state', 'What the values are of', ['not_null']),
                column('value', 'The value as text', ['not_null']),
                addedAt,
              ],
            },
          ]
        : []),
      {
        name: modelName(group, 'attributes'),
        description: verbatim(plan.description ?? `Attributes of ${plan.key.column}, a row a key`),
        columns: [
          column(plan.key.column, 'The attribute key', ['unique', 'not_null']),
          ...plan.attributes.map((attribute) =>
            column(attribute.name, attribute.description ?? meaning(attribute)),
          ),
          column('as_of', 'The time of the attributes: that up to which events were read', ['not_null']),
        ],
      },
    ],
  })
}

/** What an attribute is, where its definition does not say. */
function meaning({ finalizer, window }: PlannedAttribute): string {
  const of = 'of' in finalizer ? `${finalizer.of} ` : ''
  const what = { ...meanings, extreme: `${of}value`, edge: `${of}value`, frequent: `${of}frequent value` }
  return `${capital(finalizer.kind === 'elapsed' ? `time since the ${of}event` : what[finalizer.kind])}${span(window)}`
}

const meanings = {
  count: 'number of events',
  sum: 'sum',
  mean: 'mean',
  list: 'distinct values, the latest last',
  categories: 'values with their counts',
  distinct: 'number of distinct values',
} as const

function span(window: Window): string {
  if (window.kind === 'lifetime') return ''
  const { count, bucket } = window
  return `, in the last ${count === 1 ? bucket : `${count} ${bucket}s`}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
