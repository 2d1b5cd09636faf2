import type { ParameterType } from '../../src/sql/index.ts'
import type { BoundStatement } from '../../src/warehouse.ts'
import type { JobConfiguration, QueryParameter } from './api.ts'
import { jobLabels } from './labels.ts'

const types: Readonly<Record<ParameterType, string>> = {
  text: 'STRING',
  timestamp: 'TIMESTAMP',
  int64: 'INT64',
}

/** What every job of a connection is given. */
export interface JobSettings {
  readonly maximumBytesBilled?: number
  readonly timeoutMs?: number
  /** Where datasets are that a statement names without a project, if not in the project that runs it. */
  readonly datasetProject?: string
}

/** A statement as the configuration of a job. */
export function configurationOf(statement: BoundStatement, settings: JobSettings): JobConfiguration {
  const queryParameters = parametersOf(statement)
  const { maximumBytesBilled, timeoutMs, datasetProject } = settings
  return {
    labels: jobLabels(statement.label),
    ...(timeoutMs === undefined ? {} : { jobTimeoutMs: String(timeoutMs) }),
    query: {
      query: statement.text,
      useLegacySql: false,
      ...(queryParameters.length === 0 ? {} : { parameterMode: 'NAMED', queryParameters }),
      ...(maximumBytesBilled === undefined ? {} : { maximumBytesBilled: String(maximumBytesBilled) }),
      // https://cloud.google.com/bigquery/docs/reference/rest/v2/ConnectionProperty
      connectionProperties: [
        // a project or organisation may have another default: https://cloud.google.com/bigquery/docs/default-configuration
        { key: 'time_zone', value: 'UTC' },
        ...(datasetProject === undefined ? [] : [{ key: 'dataset_project_id', value: datasetProject }]),
      ],
    },
  }
}

function parametersOf({ parameters, types: given = {} }: BoundStatement): readonly QueryParameter[] {
  return Object.entries(parameters).map(([name, value]) => ({
    name,
    parameterType: { type: types[given[name] ?? 'text'] },
    parameterValue: { value },
  }))
}

/**
 * Several statements as one script, which runs as one job: a transaction in it is rolled back when a
 * statement fails. https://cloud.google.com/bigquery/docs/transactions
 */
export function scriptOf(statements: readonly BoundStatement[]): BoundStatement {
  const [first] = statements
  return {
    text: `${statements.map(({ text }) => text).join(';\n')};`,
    parameters: Object.assign({}, ...statements.map(({ parameters }) => parameters)),
    types: Object.assign({}, ...statements.map(({ types: given }) => given)),
    ...(first?.label === undefined ? {} : { label: first.label }),
  }
}
