import type { Dialect } from '../../src/dialect.ts'

/** What dbt's materializations send to a warehouse around the SQL of a model. */
export interface Materialization {
  /** The table of a run that makes it anew. */
  readonly create: (relation: string, config: Readonly<Record<string, unknown>>, sql: string) => string
  /** Adds the rows of another table, and replaces those with the same key where there is one. */
  readonly add: (
    relation: string,
    rows: string,
    columns: readonly string[],
    config: Readonly<Record<string, unknown>>,
  ) => readonly string[]
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** dbt-snowflake, and delete+insert of dbt-adapters. It is one transaction; the tests read nothing in between. */
const snowflake: Materialization = {
  create: (relation, { transient }, sql) =>
    `create or replace ${transient === true ? 'transient ' : ''}table ${relation} as (${sql})`,
  add: (relation, rows, columns, { unique_key, incremental_strategy }) => {
    const list = columns.map((name) => `"${name.toUpperCase()}"`).join(', ')
    const key = namesIn(unique_key).join(', ')
    const replaces = incremental_strategy === 'delete+insert'
    return [
      ...(replaces
        ? [
            `delete from ${relation} as DBT_INTERNAL_DEST where (${key}) in (select distinct ${key} from ${rows} as DBT_INTERNAL_SOURCE)`,
          ]
        : []),
      `insert into ${relation} (${list}) (select ${list} from ${rows})`,
    ]
  },
}

/** dbt-bigquery, and merge of dbt-adapters. */
const bigquery: Materialization = {
  create: (relation, { cluster_by, partition_by }, sql) => {
    // of what a partition can be, the exporter writes days of a timestamp
    const field = typeof partition_by === 'object' ? Object.entries(partition_by ?? {})[0]?.[1] : undefined
    const partition = field === undefined ? '' : `partition by timestamp_trunc(${field}, day) `
    const names = namesIn(cluster_by).join(', ')
    const cluster = names === '' ? '' : `cluster by ${names} `
    return `create or replace table ${relation} ${partition}${cluster}as (${sql})`
  },
  add: (relation, rows, columns, { unique_key }) => {
    const list = columns.map((name) => `\`${name}\``)
    const keys = namesIn(unique_key)
    const same = keys.map((key) => `(DBT_INTERNAL_SOURCE.${key} = DBT_INTERNAL_DEST.${key})`)
    const update = list.map((name) => `${name} = DBT_INTERNAL_SOURCE.${name}`).join(', ')
    return [
      [
        `merge into ${relation} as DBT_INTERNAL_DEST using (select * from ${rows}) as DBT_INTERNAL_SOURCE`,
        `on ${same.length === 0 ? '(FALSE)' : same.join(' and ')}`,
        ...(same.length === 0 ? [] : [`when matched then update set ${update}`]),
        `when not matched then insert (${list.join(', ')}) values (${list.join(', ')})`,
      ].join(' '),
    ]
  },
}

export function materializationOf({ name }: Dialect): Materialization {
  const known: Readonly<Record<string, Materialization>> = { snowflake, bigquery }
  const found = known[name]
  if (found === undefined) throw new Error(`what dbt sends to ${name} is not known here`)
  return found
}
