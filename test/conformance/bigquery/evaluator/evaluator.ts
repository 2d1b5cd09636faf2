import type { GoogleType } from '../../googlesql/type.ts'
import { bigqueryLanguage } from '../language.ts'
import type { Parameter, Statement, Table, TypedName, Value } from './protocol.ts'
import { startService } from './service.ts'
import { withSketches } from './sketches.ts'
import { left, standIns } from './stand-ins.ts'

/** What a statement is read with. */
export interface Given {
  /** Under one name each, `dataset.table`: the evaluator finds rows of tables at the root of its catalogue only. */
  readonly tables: ReadonlyMap<string, Table>
  readonly parameters: readonly Parameter[]
  readonly timeZone: string
}

export interface Found {
  readonly columns: readonly TypedName[]
  readonly rows: readonly (readonly Value[])[]
}

/** Google's reference implementation of GoogleSQL: https://github.com/google/zetasql */
export interface Evaluator {
  /** The rows of a query. Throws what the evaluator says is wrong. */
  readonly query: (sql: string, given: Given) => Promise<Found>
  /** A statement of any kind with its names and types resolved. Throws what is wrong with it. */
  readonly analyze: (sql: string, given: Given) => Promise<Statement>
  readonly stop: () => void
}

/** A column of every table that `select *` does not see: the number of the row. */
export const rowNumber = '_row'
const int64: GoogleType = { typeKind: 'TYPE_INT64' }

export async function startEvaluator(): Promise<Evaluator> {
  const service = await startService()
  const languageOptions = bigqueryLanguage(await service.languageOptions())
  const options = ({ parameters, timeZone }: Given) => ({
    languageOptions,
    defaultTimezone: timeZone,
    queryParameters: parameters.map(({ name, type }) => ({ name, type })),
    enabledRewrites: ['REWRITE_INLINE_SQL_FUNCTIONS'],
  })
  const simpleCatalog = ({ tables }: Given) => ({
    name: 'catalogue',
    builtinFunctionOptions: { languageOptions, excludeFunctionIds: left },
    customFunction: standIns,
    table: [...tables].map(([name, { columns }]) => ({
      name,
      column: [
        { name: rowNumber, type: int64, isPseudoColumn: true },
        ...columns.map((column) => ({ name: column.name, type: column.type })),
      ],
    })),
  })
  return {
    query: async (sql, given) => {
      const { content, prepared } = await service.evaluateQuery({
        sql: withSketches(sql),
        options: options(given),
        simpleCatalog: simpleCatalog(given),
        tableContent: Object.fromEntries([...given.tables].map(([name, table]) => [name, contentOf(table)])),
        params: given.parameters.map(({ name, value }) => ({ name, value })),
      })
      return {
        columns: (prepared.columns ?? []).map(({ name = '', type }) => ({ name, type })),
        rows: (content.tableData?.row ?? []).map(({ cell = [] }) => cell),
      }
    },
    analyze: async (sql, given) => {
      const request = {
        sqlStatement: withSketches(sql),
        options: options(given),
        simpleCatalog: simpleCatalog(given),
      }
      return (await service.analyze(request)).resolvedStatement
    },
    stop: service.stop,
  }
}

function contentOf({ rows }: Table): object {
  return {
    tableData: { row: rows.map((cells, nth) => ({ cell: [{ int64Value: String(nth) }, ...cells] })) },
  }
}
