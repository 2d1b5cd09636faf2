import type { ExportedGroup } from './exported-group.ts'
import { modelName } from './exported-group.ts'
import { mark } from './model-text.ts'

/** dbt's name for the project: it may not begin with a digit. */
export function projectName({ plan }: ExportedGroup): string {
  return /^\d/.test(plan.id) ? `_${plan.id}` : plan.id
}

/** dbt_project.yml, with a word on each variable. */
export function projectFile(group: ExportedGroup): string {
  const { plan, planned } = group
  const { source, run } = planned
  const start = plan.backfillSince ?? source.start
  const lookback = Math.ceil(run.overlap_hours / 24)
  const hooks = group.dialect.session.length === 0 ? '' : 'on-run-start: "{{ sbe_functions() }}"\n\n'
  return `# ${mark}
name: ${projectName(group)}
version: "1.0.0"
config-version: 2
require-dbt-version: [">=1.9.0", "<2.0.0"]
profile: snowplow_batch_engine

flags:
  send_anonymous_usage_stats: false

vars:
  # where the events are; without a database, the one of the profile
  snowplow__atomic_schema: ${JSON.stringify(source.table.schema)}
  snowplow__database: ${source.table.database === undefined ? 'null' : JSON.stringify(source.table.database)}
  # the applications whose events count; an empty list: all of them
  snowplow__app_id: ${JSON.stringify(source.app_ids)}
  # events loaded before it are not read; null: all are. Another one asks for --full-refresh
  snowplow__start_date: ${start === undefined ? 'null' : JSON.stringify(start)}
  # days of load times before the last run that are looked at again, for rows that became visible late
  snowplow__lookback_days: ${lookback}
  # days of load times that one run reads at most; null: all that are there
  snowplow__backfill_limit_days: null
  # whether windows of whole days end with today, or with yesterday
  snowplow__include_current_day: ${run.include_current_day}
  # read events loaded up to this time, ISO 8601; null: up to now
  as_of: null

models:
  ${projectName(group)}:
    ${modelName(group, 'filtered_events')}:
      +schema: scratch
    +schema: derived

snapshots:
  ${projectName(group)}:
    +schema: derived

${hooks}clean-targets: [target, dbt_packages]
`
}
