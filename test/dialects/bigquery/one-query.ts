import { bigquery } from '../../../dialects/bigquery/index.ts'
import { SbeError } from '../../../src/errors.ts'

/*
 * A process of its own: Node reads NODE_EXTRA_CA_CERTS once, when it starts. Takes a folder and a list of
 * settings; prints for each the rows of a query, or an error with its exit code.
 */
const [folder = '.', list = '[]'] = process.argv.slice(2)
const printed: string[] = []
for (const settings of JSON.parse(list)) {
  try {
    const warehouse = await bigquery.connect(settings, { directory: folder, access: 'read' })
    const rows = await warehouse.query({ text: 'select 1 as n', parameters: {} })
    printed.push(rows.map(({ n }) => String(n)).join())
  } catch (error) {
    if (!(error instanceof SbeError)) throw error
    printed.push(`exit ${error.exitCode}\n${error.message}`)
    // what --verbose shows
    console.error(error, error.cause)
  }
}
console.log(JSON.stringify(printed))
