/** A process of its own, as proxies and authorities are read from the environment of one. */
import { connect } from '../../../dialects/snowflake/warehouse.ts'
import { SbeError } from '../../../src/errors.ts'

const [url = ''] = process.argv.slice(2)
const config = {
  account: 'acme-prod',
  user: 'SBE',
  password: 'secret of the test',
  database: 'DB',
  access_url: url,
  statement_timeout_minutes: 120,
  lock_timeout_minutes: 5,
}
try {
  const warehouse = await connect(config, { directory: '/', loginRetries: 0 })
  const rows = await warehouse.query({ text: 'select 1', parameters: {} })
  console.log(`rows ${rows.length}`)
  await warehouse.close()
} catch (error) {
  console.log(error instanceof SbeError ? `${error.code} ${error.message}` : String(error))
}
process.exit()
