/** A publication of a dead run that the warehouse executes after its successor's. */
import { describe, expect, it } from 'vitest'
import { afterLatePublication, publications } from '../support/late-publication.ts'
import { engines } from './engines.ts'

describe.each(engines)('%s: the publication of a dead run', (_, engine) => {
  it.each(publications)('%s changes nothing once another has published', async (__, group, which) => {
    expect(await afterLatePublication(engine, group, which)).toEqual([])
  })
})
