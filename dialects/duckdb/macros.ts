import type { Expr, Statement } from '../../src/sql/index.ts'
import { column, sql } from '../../src/sql/index.ts'

/**
 * Conversions as macros of the session, so that a statement says `sbe_double(price)` and the rules
 * stand in one place: https://duckdb.org/docs/stable/sql/statements/create_macro
 * A macro is expanded before planning, so it costs what its text would.
 */
type Macro = Statement & { readonly kind: 'createMacro' }

function macro(name: string, body: (x: Expr) => Expr): Macro {
  return { kind: 'createMacro', name, parameter: 'x', body: body(column('x')) }
}

export const macros: readonly Macro[] = [
  // the number that stands in a text, '' where there is none: a cast of it is null
  macro(
    'sbe_number_in',
    (x) =>
      sql`regexp_extract(${x}, '^[ \\t\\n\\r\\f\\v]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[ \\t\\n\\r\\f\\v]*$', 1)`,
  ),
  macro('sbe_finite', (x) => sql`nullif(nullif(nullif(${x}, 'nan'), 'inf'), '-inf')`),
  macro('sbe_double', (x) => sql`nullif(nullif(try_cast(sbe_number_in(${x}) as double), 'inf'), '-inf')`),
  // 20 digits before the point, so that no sum of them overflows; up to 9 a cast is a hundred times faster
  macro(
    'sbe_decimal',
    (x) => sql`case
      when regexp_matches(${x}, '[eE]') and abs(sbe_double(${x})) >= 1e20 then null
      when regexp_matches(${x}, '[eE]') and abs(sbe_double(${x})) < 5e-10 then 0
      else coalesce(
        cast(try_cast(sbe_number_in(${x}) as decimal(18, 9)) as decimal(38, 9)),
        cast(try_cast(sbe_number_in(${x}) as decimal(29, 9)) as decimal(38, 9))
      )
    end`,
  ),
  // what 38 digits can't hold stays greater, or less, than all that they can
  macro(
    'sbe_whole',
    (x) =>
      sql`coalesce(try_cast(sbe_number_in(${x}) as hugeint), cast(sign(sbe_double(${x})) * 1e37 as hugeint))`,
  ),
  // as JavaScript's String(number): DuckDB writes 15.0, 1e+16, 1e-05
  macro(
    'sbe_double_text',
    (x) => sql`case
      when not isfinite(${x}) then null
      when ${x} = 0 then '0'
      when abs(${x}) >= 1e21 or abs(${x}) < 1e-6 then regexp_replace(cast(${x} as varchar), 'e([+-])0+', 'e\\1')
      when abs(${x}) >= 1e15 and ${x} = trunc(${x}) then cast(cast(cast(${x} as varchar) as hugeint) as varchar)
      when abs(${x}) < 1e-3 then rtrim(cast(cast(cast(${x} as varchar) as decimal(38, 28)) as varchar), '0')
      else regexp_replace(cast(${x} as varchar), '\\.0$', '')
    end`,
  ),
  // a whole number written as one is exact below 10^21
  macro(
    'sbe_number_text',
    (x) => sql`case
      when regexp_full_match(sbe_number_in(${x}), '[+-]?\\d{1,21}(\\.0*)?')
        then cast(try_cast(sbe_number_in(${x}) as hugeint) as varchar)
      else sbe_double_text(sbe_double(${x}))
    end`,
  ),
  macro('sbe_boolean', (x) => sql`case lower(${x}) when 'true' then true when 'false' then false end`),
  // ISO 8601 in UTC with a fraction only where there is one
  macro(
    'sbe_timestamp_text',
    (x) =>
      sql`if(year(${x}) between 1 and 9999, rtrim(rtrim(strftime(${x}, '%Y-%m-%dT%H:%M:%S.%f'), '0'), '.') || 'Z', null)`,
  ),
  macro('sbe_calendar', (x) => sql`if(year(${x}) between 1 and 9999, ${x}, null)`),
  macro('sbe_epoch', (x) => sql`sbe_calendar(try(make_timestamp(try_cast(round(${x} * 1e6) as bigint))))`),
  // a cast to timestamp drops the offset, and a time without seconds needs them
  macro(
    'sbe_timestamp',
    (x) => sql`coalesce(
      sbe_calendar(try_cast(
        regexp_replace(
          regexp_extract(${x}, '^\\d{4}-\\d\\d-\\d\\d([T ]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d+)?)?(Z|[+-]([01]\\d|2[0-3])(:?[0-5]\\d)?)?)?$'),
          '^(.{10}[T ]\\d\\d:\\d\\d)(Z|[+-].*)?$',
          '\\1:00\\2'
        ) as timestamptz
      ) at time zone 'UTC'),
      sbe_epoch(sbe_double(${x}))
    )`,
  ),
  macro(
    'sbe_json_text',
    (x) => sql`case json_type(${x}) when 'DOUBLE' then sbe_number_text(${x} ->> '$') else ${x} ->> '$' end`,
  ),
  // of a value whose type is not known before the statement is
  macro(
    'sbe_any_text',
    (x) => sql`case
      when starts_with(typeof(${x}), 'TIMESTAMP')
        then sbe_timestamp_text(try_cast(cast(${x} as varchar) as timestamptz) at time zone 'UTC')
      else sbe_json_text(to_json(${x}))
    end`,
  ),
  // a cast to JSON takes a comma before a bracket, NaN and infinities, too: what is left without the strings shows them
  macro(
    'sbe_object',
    (x) => sql`case when json_type(try_cast(${x} as json)) = 'OBJECT' and not regexp_matches(
      regexp_replace(${x}, '"([^"\\\\]|\\\\.)*"', '', 'g'), ',\\s*[]}]|[nN][aA]|[iI]'
    ) then ${x} end`,
  ),
]

export const macroNames: readonly string[] = macros.map(({ name }) => name)
