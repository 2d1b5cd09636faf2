import { expect, it } from 'vitest'
import { duckdbEngine } from '../support/duckdb-engine.ts'
import { afterLatePublication, publications } from '../support/late-publication.ts'

it.each(publications)(
  '%s of a dead run changes nothing once another has published',
  async (_, group, which) => {
    expect(await afterLatePublication(duckdbEngine, group, which)).toEqual([])
  },
)
