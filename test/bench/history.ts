import type { DuckDBConnection } from '@duckdb/node-api'
import { loadEvents } from '../../dialects/duckdb/events.ts'
import { demoColumns } from '../../src/demo/columns.ts'
import { generateEvents } from '../../src/demo/generate.ts'

/** Days that the demo's generator makes; a longer history is these again and again, each time longer ago. */
const blockDays = 30

/** How much history there is. */
export interface History {
  readonly days: number
  readonly perDay: number
  /** ISO instant after the last event. */
  readonly end: string
}

/** Makes atomic.events anew, in order of time. Needs `block`, as makeBlock has made it. */
export async function makeHistory(connection: DuckDBConnection, { days }: History): Promise<void> {
  await connection.run('drop table if exists atomic.events; create table atomic.events as from block limit 0')
  for (let back = Math.ceil(days / blockDays) - 1; back >= 0; back -= 1) {
    const shifted = ['derived_tstamp', 'collector_tstamp', 'load_tstamp'].map(
      (name) => `${name} - interval ${back * blockDays} day as ${name}`,
    )
    const named = ['event_id', 'domain_sessionid'].map((name) => `${name} || '${suffix(back)}' as ${name}`)
    await connection.run(
      `insert into atomic.events select * replace (${[...shifted, ...named].join(', ')}) from block order by load_tstamp`,
    )
  }
}

/** The newest days, as the demo's generator makes them. */
export async function makeBlock(
  connection: DuckDBConnection,
  { perDay, end }: Omit<History, 'days'>,
): Promise<void> {
  const events = generateEvents({ count: perDay * blockDays, end, days: blockDays, seed: 1 })
  const table = { schema: 'main', table: 'block', columns: demoColumns, layout: 'struct' } as const
  await connection.run('create schema if not exists atomic')
  await loadEvents(connection, table, events)
}

/**
 * A page view of one of so many keys, loaded at a time.
 * @param every one key of so many
 */
export async function touchKeys(connection: DuckDBConnection, every: number, at: string): Promise<void> {
  const time = `timestamp '${at.slice(0, 19)}'`
  await connection.run(
    `insert into atomic.events
     select * replace (${time} as derived_tstamp, ${time} as collector_tstamp, ${time} as load_tstamp,
       event_id || '-${every}-${at}' as event_id)
     from (select * from block where domain_userid is not null
       qualify row_number() over (partition by domain_userid order by event_id) = 1)
     where hash(domain_userid) % ${every} = 0`,
  )
}

function suffix(back: number): string {
  return back === 0 ? '' : `-${back}`
}
