import type { ExportedGroup } from './exported-group.ts'
import { modelName } from './exported-group.ts'
import { mark } from './model-text.ts'
import { snapshotName } from './snapshot.ts'

/** README.md of a project. */
export function readmeFile(group: ExportedGroup): string {
  const { plan, target, hasValues } = group
  const model = (kind: Parameters<typeof modelName>[1]): string => `\`${modelName(group, kind)}\``
  const rows: readonly (readonly [string, string, string])[] = [
    [model('filtered_events'), 'incremental', 'each event once, with what the attributes need of it'],
    [model('daily_aggregates'), 'incremental', 'states by key and day'],
    ...(hasValues
      ? [[model('daily_values'), 'incremental', 'how often each value was seen, by key and day'] as const]
      : []),
    [model('attributes'), 'table', 'a row a key'],
    [`\`${snapshotName(group)}\``, 'snapshot', 'values over time, `dbt_valid_from`'],
  ]
  return `<!-- ${mark} -->
# ${plan.id} in dbt
The attributes of \`${plan.key.column}\`, equal to what \`sbe run\` computes from the same definitions.

Two commands, once:

\`\`\`
pip install ${target.requirements.map((requirement) => `"${requirement}"`).join(' ')}
cp profiles.example.yml profiles.yml
\`\`\`

Then, as often as you like:

\`\`\`
dbt run
dbt snapshot
dbt test
\`\`\`

| model | kept as | what it is |
|---|---|---|
${rows.map(([name, kept, what]) => `| ${name} | ${kept} | ${what} |\n`).join('')}
The variables in \`dbt_project.yml\` say where the events are and which of them count; \`--vars\` overrides them for a run.

- A run reads what was loaded since the last one, and \`snowplow__lookback_days\` before that: a row that became
  visible late counts, a copy of an event within ${group.stage.dedupeDays} days does not. What a failed run left out, the next makes up for.
- After a change of definitions export again. Where more is needed of the events, ${model('filtered_events')}
  says so: \`dbt run --full-refresh\`. So does another \`snowplow__start_date\` or \`snowplow__app_id\`, of which it can't know.
- One dbt at a time: dbt has no lease, and two runs at once would count an event twice.
- Tables go to \`<schema>_scratch\` and \`<schema>_derived\` of the profile's schema. Keep it another one than that of
  \`sbe run\`, which makes a table of the same name.
`
}
