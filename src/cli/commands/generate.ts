import { fail } from '../../errors.ts'
import { command } from '../line/command.ts'

/** People know it from the engine that this one replaces. */
export const generate = command({
  name: 'generate',
  summary: 'nothing any more: compile writes SQL, export dbt a dbt project',
  operands: [],
  formats: ['text'],
  options: {},
  examples: [
    ['sbe compile --out sql', 'the SQL of every group, which sbe run executes: no dbt is needed'],
    ['sbe export dbt --out dbt', 'a dbt project for each group, for teams that run dbt'],
  ],

  run() {
    return fail({
      code: 'usage',
      message: 'there is nothing to generate: sbe runs the SQL of the definitions itself',
      fix: 'sbe compile --out DIR writes it to files, sbe run executes it; sbe export dbt --out DIR writes a dbt project',
    })
  },
})
