import type { GoogleType } from '../../googlesql/type.ts'
import { formOf, pageOf, type Signatures, signatures, tableColumns } from './signatures/index.ts'
import { isType, standIns } from './types.ts'

/**
 * What of GoogleSQL's grammar the analyzer reads: what Snowflake has as well. So there is no `limit` in an aggregate,
 * no `select * except`, no interval.
 * https://github.com/google/zetasql/blob/master/zetasql/public/options.proto
 */
export const features: readonly string[] = [
  'ANALYTIC_FUNCTIONS',
  'CREATE_TABLE_NOT_NULL',
  'EXTENDED_TYPES',
  'GEOGRAPHY',
  'INTERVAL_TYPE',
  'JSON_TYPE',
  'NUMERIC_TYPE',
  'TABLE_VALUED_FUNCTIONS',
  'V_1_1_ORDER_BY_IN_AGGREGATE',
  'V_1_1_WITH_ON_SUBQUERY',
  'V_1_2_CIVIL_TIME',
  'V_1_3_NULLS_FIRST_LAST_IN_ORDER_BY',
  'V_1_3_QUALIFY',
].map((name) => `FEATURE_${name}`)

/** Functions of the analyzer's own: operators, and what its grammar knows by name. */
const operators = [
  'ADD_DOUBLE ADD_INT64 ADD_NUMERIC SUBTRACT_DOUBLE SUBTRACT_INT64 SUBTRACT_NUMERIC',
  'MULTIPLY_DOUBLE MULTIPLY_INT64 MULTIPLY_NUMERIC DIVIDE_DOUBLE DIVIDE_NUMERIC',
  'UNARY_MINUS_DOUBLE UNARY_MINUS_INT64 UNARY_MINUS_NUMERIC CONCAT_OP_STRING CONCAT_STRING',
  'EQUAL NOT_EQUAL LESS LESS_OR_EQUAL GREATER GREATER_OR_EQUAL BETWEEN IN STRING_LIKE',
  'AND OR NOT IS_NULL IS_TRUE IS_FALSE CASE_NO_VALUE CASE_WITH_VALUE',
]
const grammar = ['COUNT', 'COUNT_STAR', 'ROW_NUMBER', 'LAG']
export const builtIn: readonly string[] = [...operators, ...grammar]
  .flatMap((line) => line.split(' '))
  .map((name) => `FN_${name}`)

/** The names that may stand before a parenthesis as a call. */
export const known: ReadonlyMap<string, Signatures> = new Map(signatures.map((each) => [each.name, each]))
export const knownToGrammar: ReadonlySet<string> = new Set(['count', 'row_number', 'lag'])

/** What a parameter is read as: all are sent as text, and the analyzer would take its own for any type. */
export const parameterFunction = 'text_that_is_bound'
const parameter: Signatures = { name: parameterFunction, page: 'bind-variables', forms: ['(number) varchar'] }

/** https://github.com/google/zetasql/blob/master/zetasql/proto/function.proto */
export const customFunction: readonly object[] = [...signatures, parameter]
  .filter(({ kind }) => kind !== 'table')
  .map((of) => ({
    namePath: [of.name],
    // what is said of a call that no signature fits
    group: pageOf(of),
    mode: of.kind === undefined ? 'SCALAR' : 'AGGREGATE',
    signature: of.forms.map((form, contextId) => ({ ...signatureOf(form), contextId })),
    options: {
      supportsOrderBy: of.kind === 'ordered aggregate',
      supportsOverClause: of.kind !== undefined,
      // else a text would be a BOOLEAN
      argumentsAreCoercible: of.name !== 'count_if',
    },
  }))

export const customTvf: readonly object[] = signatures
  .filter(({ kind }) => kind === 'table')
  .map(({ name, forms: [form = ''] }) => ({
    namePath: [name],
    type: 'FIXED_OUTPUT_SCHEMA_TVF',
    signature: {
      argument: signatureOf(form).argument,
      returnType: {
        kind: 'ARG_TYPE_RELATION',
        numOccurrences: 1,
        options: { relationInputSchema: rowsOf(name) },
      },
      contextId: 0,
    },
  }))

function rowsOf(name: string): object {
  const columns = Object.entries(tableColumns[name] ?? {})
  return { column: columns.map(([column, type]) => ({ name: column, type: standIns[type] })) }
}

function signatureOf(form: string): { readonly argument: readonly object[]; readonly returnType: object } {
  const { takes, gives } = formOf(form)
  const argument = takes.map(({ type, occurs }) => {
    const cardinality = { '': 'REQUIRED', '?': 'OPTIONAL', '*': 'REPEATED' }[occurs]
    return { ...argumentOf(type), options: { cardinality }, numOccurrences: -1 }
  })
  return { argument, returnType: { ...(gives === 'rows' ? {} : argumentOf(gives)), numOccurrences: 1 } }
}

function argumentOf(type: string): { readonly kind: string; readonly type?: GoogleType } {
  if (isType(type)) return { kind: 'ARG_TYPE_FIXED', type: standIns[type] }
  switch (type) {
    case 'part':
      return { kind: 'ARG_TYPE_FIXED', type: standIns.varchar }
    case 'precision':
    case 'scale':
      return { kind: 'ARG_TYPE_FIXED', type: standIns.number }
    case 'same':
      return { kind: 'ARG_TYPE_ANY_1' }
    case 'any':
      return { kind: 'ARG_TYPE_ARBITRARY' }
    default:
      throw new Error(`no type of a signature: ${type}`)
  }
}
