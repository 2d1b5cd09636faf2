import { bigquery } from '../../../dialects/bigquery/index.ts'
import { SbeError } from '../../../src/errors.ts'

/* A process of its own: Node reads NODE_EXTRA_CA_CERTS once, when it starts. Prints rows, or an error and its code. */
const [settings = '{}', directory = '.'] = process.argv.slice(2)
try {
  const warehouse = await bigquery.connect(JSON.parse(settings), { directory, access: 'read' })
  const rows = await warehouse.query({ text: 'select 1 as n', parameters: {} })
  console.log(rows.map(({ n }) => String(n)).join())
} catch (error) {
  if (!(error instanceof SbeError)) throw error
  console.log(`exit ${error.exitCode}\n${error.message}`)
  console.error(error, error.cause)
}
