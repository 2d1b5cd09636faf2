import { formatStatement } from '../../compile/index.ts'
import { aggregate, column, select } from '../../sql/index.ts'
import type { ExportedGroup } from './exported-group.ts'
import { modelName, modelRef } from './exported-group.ts'
import { jinjaValue } from './jinja.ts'
import { mark } from './model-text.ts'
import { templated } from './templated.ts'

/** macros/load_window.sql: which load times a run of X_filtered_events reads. */
export function loadWindowMacro(group: ExportedGroup): string {
  const name = modelName(group, 'filtered_events')
  const read = formatStatement(
    {
      kind: 'query',
      query: select({
        columns: [
          { expr: aggregate('max', column('read_up_to')), as: 'read_up_to' },
          { expr: aggregate('max', column('definition')), as: 'definition' },
        ],
        from: modelRef(group, 'filtered_events'),
      }),
    },
    templated(group.dialect, name),
  )
  return `{#
  ${mark}

  The load times that a run of ${name} reads: rows loaded after \`since\`, up to \`hi\`. What lies before \`lo\`
  was read by an earlier run and is looked at again for rows that became visible late. The times stand in the SQL
  as literals: where a subquery stood, warehouses would read every partition of the events.
#}
{% macro load_window(definition, lag_minutes) %}
  {%- set delta = modules.datetime.timedelta -%}
  {%- set start = instant(var('snowplow__start_date') or '1970-01-01') - delta(microseconds=1) -%}
  {%- set limit = var('snowplow__backfill_limit_days') -%}
  {%- set lo = start -%}
  {%- set since = start -%}
  {%- if is_incremental() -%}
    {%- set query -%}
${indented(read, 6)}
    {%- endset -%}
    {%- set last = run_query(query).rows[0] -%}
    {%- if last[1] != definition -%}
      {{ exceptions.raise_compiler_error(
        this ~ ' was made by another definition. Count its events anew: dbt run --full-refresh'
      ) }}
    {%- endif -%}
    {%- set lo = instant(last[0]) -%}
    {%- set since = [lo - delta(days=var('snowplow__lookback_days')), start] | max -%}
  {%- elif limit and not var('snowplow__start_date') -%}
    {{ exceptions.raise_compiler_error('snowplow__backfill_limit_days counts from snowplow__start_date: set it, too') }}
  {%- endif -%}
  {%- set hi = instant(var('as_of', none) or run_started_at) - delta(minutes=lag_minutes) -%}
  {%- set hi = [hi, lo + delta(days=limit)] | min if limit else hi -%}
  {#- with an earlier as_of than the last run's there is nothing to read -#}
  {{ return({
    'since': time_text(since),
    'lo': time_text(lo),
    'hi': time_text([hi, lo] | max),
  }) }}
{% endmacro %}

{#- A date, a time or their text as a time in UTC; without a zone it is UTC. -#}
{% macro instant(value) %}
  {%- set at = modules.datetime.datetime.fromisoformat((value | string).replace('Z', '+00:00')) -%}
  {{ return(at.astimezone(modules.pytz.utc).replace(tzinfo=none) if at.tzinfo else at) }}
{% endmacro %}

{% macro time_text(at) %}
  {{ return(at.isoformat(timespec='microseconds') ~ 'Z') }}
{% endmacro %}
`
}

/** macros/app_ids.sql: the applications asked for, as text literals. */
export function appIdsMacro({ target }: ExportedGroup): string {
  const escapes = target.literalEscapes.map(
    ([found, written]) => `.replace(${jinjaValue(found)}, ${jinjaValue(written)})`,
  )
  return `{#
  ${mark}

  The ids of snowplow__app_id as text literals with commas between them.
#}
{% macro app_ids() %}
  {%- for id in var('snowplow__app_id') or [''] -%}
    '{{ (id | string)${escapes.join('')} }}'{{ ', ' if not loop.last }}
  {%- endfor -%}
{% endmacro %}
`
}

/** macros/sbe_functions.sql: the functions that conversions call; undefined where a warehouse needs none. */
export function functionsMacro({ dialect }: ExportedGroup): string | undefined {
  const statements = dialect.session.map((statement) =>
    formatStatement(
      statement.kind === 'createMacro' ? { ...statement, lasting: true } : statement,
      templated(dialect, ''),
    ),
  )
  if (statements.length === 0) return undefined
  return `{#
  ${mark}

  Functions that the models call, made anew before each run: how values of any type become numbers, times and
  text, null where they can't.
#}
{% macro sbe_functions() %}
${statements.map((statement) => `${indented(statement, 2)};\n`).join('')}{% endmacro %}
`
}

function indented(text: string, by: number): string {
  return text
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n')
}
