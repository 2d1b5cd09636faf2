import { fail } from '../../errors.ts'
import { sessionAttributes, userAttributes } from './template-definitions.ts'

export interface ProjectFile {
  /** Relative to the project's folder, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface ProjectOptions {
  /** The project's name, for the first line of its config. */
  readonly name: string
  /** Whether a warehouse of sample events is made beside the files. */
  readonly demo: boolean
  /** A warehouse type, as `warehouse.type` has it. */
  readonly warehouse: string
  /** Whether definitions to learn from are among the files. */
  readonly examples: boolean
}

/**
 * The files `sbe init` writes.
 * @throws SbeError (usage) for a warehouse that no template knows
 */
export function projectFiles(options: ProjectOptions): readonly ProjectFile[] {
  return [
    { path: 'sbe.config.yaml', text: configText(options) },
    ...(options.examples
      ? [
          { path: 'attributes/shop_users.yaml', text: userAttributes },
          { path: 'attributes/shop_sessions.yaml', text: sessionAttributes },
        ]
      : []),
    { path: '.gitignore', text: gitignore },
    { path: '.gitattributes', text: gitattributes },
    { path: '.github/workflows/sbe.yaml', text: workflow },
  ]
}

interface WarehouseTemplate {
  readonly section: string
  readonly table: string
  /** Settings of `source` and `output` that only this warehouse has. */
  readonly source: string
  readonly output?: string
}

const warehouses: ReadonlyMap<string, WarehouseTemplate> = new Map([
  [
    'duckdb',
    {
      section: `warehouse:
  type: duckdb
  path: ./warehouse.duckdb       # relative to this file
`,
      table: 'atomic.events',
      source: `  # How events and entities are stored: struct (typed columns, snake_case fields) or json.
  properties: struct
`,
      output: `  # database: warehouse          # what Signals reaches this file's database as; sync needs it. DuckDB: the file's name
`,
    },
  ],
  [
    'snowflake',
    {
      section: `warehouse:
  type: snowflake
  account: \${SNOWFLAKE_ACCOUNT}
  user: \${SNOWFLAKE_USER}
  role: \${SNOWFLAKE_ROLE:-SBE}
  warehouse: \${SNOWFLAKE_WAREHOUSE}
  # backfill_warehouse: BIG_WH   # for windows of history
  database: \${SNOWFLAKE_DATABASE}
  private_key_path: \${SNOWFLAKE_PRIVATE_KEY_PATH}
`,
      table: 'ATOMIC.EVENTS',
      source: '',
    },
  ],
  [
    'bigquery',
    {
      section: `warehouse:
  type: bigquery
  project: \${BIGQUERY_PROJECT}
  location: \${BIGQUERY_LOCATION:-EU}
  # Without a key file: the application-default credentials of gcloud or of the machine.
  # key_file: \${BIGQUERY_KEY_FILE}
  # maximum_bytes_billed: 100000000000
`,
      table: 'atomic.events',
      source: `  # When the table is partitioned by another column than load_tstamp, name it: less is read.
  # partition: {column: collector_tstamp, lookback_days: 30}
`,
    },
  ],
])

function configText({ name, demo, warehouse }: ProjectOptions): string {
  const template = warehouses.get(warehouse)
  if (template === undefined) {
    return fail({
      code: 'usage',
      message: 'there is no project template for this warehouse',
      found: warehouse,
      expected: [...warehouses.keys()].join(', '),
    })
  }
  const title = name.replaceAll(/[\r\n]+/g, ' ')
  return `# ${title}: behavioural attributes from Snowplow events${demo ? ', with a warehouse of sample events' : ''}.
# Values can come from the environment or from .env beside this file: \${NAME}, \${NAME:-default}.

${template.section}
source:
  table: ${template.table}
  app_ids: []                    # empty: every application
  # start: 2024-01-01            # earliest load_tstamp that is read; without it, the table's least
${template.source}
output:
  # Tables go to signals_derived, signals_scratch and signals_snowplow_manifest.
  schema: signals
  grants: []                     # roles or members that get SELECT on the attributes tables
${template.output ?? ''}
definitions: ./attributes

run:
  chunk_days: 30                 # size of a window while history is read,
  chunk_rows: 50000000           # and how many events it may hold
  overlap_hours: 6               # re-read behind the watermark, for rows that became visible late
  dedupe_days: 5                 # how long an event_id is remembered
  lag_minutes: 0                 # keep this far behind now
  include_current_day: false     # whether periods of whole days count today

# Signals: pull, sync and test-connection read SNOWPLOW_API_URL, SNOWPLOW_ORG_ID, SNOWPLOW_API_KEY_ID and
# SNOWPLOW_API_KEY from the environment or from .env beside this file; test-connection tells what is missing.

# Anything above can differ by environment: sbe run --target prod
# targets:
#   prod:
#     production: true
#     output: {schema: signals}
#     run: {full_refresh: deny}
`
}

const gitignore = `# Runs, reports, caches
.sbe/

# Local warehouses
*.duckdb
*.duckdb.wal
*.duckdb.tmp/

# Credentials
.env

node_modules/
`

const gitattributes = `# Generated SQL is compared byte for byte: the same line endings everywhere.
sql/** text eol=lf
`

const workflow = `# Fails a pull request whose definitions and generated SQL do not belong together.
# Write the SQL with: sbe compile --out sql
# In a repository with more in it, this file belongs into .github/workflows at its root, with
#   defaults: {run: {working-directory: the folder of sbe.config.yaml}}
name: sbe

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  compile:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      # Connects to nothing, so it needs no secrets.
      - run: npx sbe compile --check --out sql
`
