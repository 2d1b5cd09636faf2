import type { DatePart } from './definition/model.ts'
import type { PathSegment } from './definition/property-column.ts'
import type { Bucket, Cast } from './plan/index.ts'
import type {
  Column,
  Expr,
  ParameterType,
  ScalarSqlType,
  SqlType,
  Statement,
  TableRef,
  TableRole,
} from './sql/node.ts'

/**
 * What is known of a value's type before it is read as something. `unknown`: any type, the warehouse
 * finds out; `nested`: an object or a list. The last three are texts that a conversion has made.
 */
export type SourceType =
  | 'text'
  | 'integer'
  | 'double'
  | 'decimal'
  | 'boolean'
  | 'timestamp'
  | 'timestamp_tz'
  | 'date'
  | 'bytes'
  | 'json'
  | 'nested'
  | 'unknown'
  | 'number_text'
  | 'timestamp_text'
  | 'object_text'

/** What each cast's result is, as the source of another conversion. */
export const castResults = {
  text: 'text',
  double: 'double',
  decimal: 'decimal',
  number: 'number_text',
  integer: 'integer',
  int32: 'integer',
  int64: 'integer',
  boolean: 'boolean',
  timestamp: 'timestamp',
  object: 'object_text',
} as const satisfies Record<Cast, SourceType>

/** What is no number, whatever its text looks like: a cast of it to one is null. */
export const notNumbers: ReadonlySet<SourceType> = new Set([
  'boolean',
  'timestamp',
  'timestamp_tz',
  'timestamp_text',
  'date',
  'nested',
  'object_text',
])

export type TimeUnit = 'microsecond' | 'minute' | 'hour' | 'day'

/** Functions that warehouses spell differently, named by what they are for. Every dialect has all of them. */
export interface DialectFunctions {
  /** How many rows of a group meet a condition. */
  readonly countIf: (condition: Expr) => Expr
  /** A value where a condition holds, else null. */
  readonly onlyIf: (condition: Expr, value: Expr) => Expr
  /** The warehouse's clock in UTC. */
  readonly now: () => Expr
  readonly minus: (time: Expr, amount: number, unit: TimeUnit) => Expr
  readonly plus: (time: Expr, amount: number, unit: TimeUnit) => Expr
  /** The start of the bucket that holds a time. */
  readonly startOf: (bucket: Exclude<Bucket, 'epoch'>, time: Expr) => Expr
  /** Whole microseconds from one time to another. */
  readonly microsecondsBetween: (from: Expr, to: Expr) => Expr
  /** Integers for hour_of_day, day_of_week, month_of_year; text for the others. */
  readonly datePart: (part: DatePart, time: Expr) => Expr
  /** Texts joined, nulls left out; null when all are. */
  readonly concat: (separator: string, texts: readonly Expr[]) => Expr
  /** Null if any is null. */
  readonly least: (values: readonly Expr[]) => Expr
  readonly greatest: (values: readonly Expr[]) => Expr
  readonly emptyAsNull: (text: Expr) => Expr
  readonly nullIfZero: (x: Expr) => Expr
  /** A quotient as double. */
  readonly ratio: (dividend: Expr, divisor: Expr) => Expr
  /** Whether a text is in a comma-joined parameter. */
  readonly inParameter: (x: Expr, parameter: Expr) => Expr
  /** `%` and `_` are wildcards, there is no escape character. */
  readonly like: (x: Expr, pattern: string) => Expr
  /** Whether two values of a type are equal, null equal to null. */
  readonly same: (left: Expr, right: Expr, type: SqlType) => Expr
  /** Whether two scalars differ, null differing from all else. */
  readonly differ: (left: Expr, right: Expr) => Expr
  /** The order of an event among others: its time, then its id. */
  readonly order: (time: Expr, eventId: Expr) => Expr
  /** An event's value with its order; the least or greatest is the first or last one. */
  readonly ordered: (time: Expr, eventId: Expr, value: Expr) => Expr
  readonly orderedValue: (x: Expr) => Expr
  /** A value of a type as an item of a list, where a list has no types of its own. */
  readonly item: (x: Expr, type: ScalarSqlType) => Expr
  /** A list of literals. */
  readonly list: (values: readonly Expr[]) => Expr
  readonly bytes: (text: Expr) => Expr
  readonly json: (text: Expr) => Expr
}

/**
 * How the rows of X_value_aggregates become one row a key. `aggregates`: an aggregate sorts and cuts by
 * itself; `ranks`: it can't, so rows are numbered first, in order of each value wanted.
 */
export type ValueSummaries =
  | {
      readonly kind: 'aggregates'
      /** The value with the highest (lowest) count; of equals the latest, then the greatest. */
      readonly mostFrequent: (value: Expr, n: Expr, order: Expr, where: Expr) => Expr
      readonly leastFrequent: (value: Expr, n: Expr, order: Expr, where: Expr) => Expr
      /** The latest values, oldest of them first; `item` is the value as the list has it. */
      readonly latestValues: (value: Expr, item: Expr, order: Expr, where: Expr, limit: number) => Expr
      /** An object value → count of the highest counts; ties as mostFrequent. */
      readonly highestCounts: (value: Expr, n: Expr, order: Expr, where: Expr, limit: number) => Expr
    }
  | {
      readonly kind: 'ranks'
      /** Items of the rows, oldest first; of equals the least value first. */
      readonly listOf: (value: Expr, item: Expr, order: Expr, where: Expr) => Expr
      /** An object value → count. */
      readonly objectOf: (value: Expr, n: Expr, where: Expr) => Expr
    }

/** How distinct values are counted: exactly, as value rows, or by a sketch that merges. */
export type DistinctCounts =
  | { readonly kind: 'value rows' }
  | {
      readonly kind: 'sketch'
      /** A sketch of texts. */
      readonly sketch: (text: Expr, where: Expr) => Expr
      readonly merge: (sketch: Expr, where: Expr) => Expr
      /** How many distinct texts merged sketches hold. */
      readonly estimate: (sketch: Expr, where: Expr) => Expr
    }

/** How the value rows of several states are made of events: a select each, or rows made of each row. */
export type ValueRows =
  | { readonly kind: 'union' }
  | { readonly kind: 'unnest'; readonly rows: (rows: readonly (readonly Column[])[]) => Expr }

/** A warehouse's SQL as data: names, types, functions, and strategies where warehouses part ways. */
export interface Dialect {
  readonly name: string
  /** Quoted; identifiers are escaped here and nowhere else. */
  readonly identifier: (name: string) => string
  /** Text literals are escaped here and nowhere else. */
  readonly textLiteral: (value: string) => string
  /** A double literal from a number's JSON text. */
  readonly doubleLiteral: (value: string) => string
  /** A parameter as its type; `position` is its number, from 1, where they have no names. */
  readonly parameter: (name: string, position: number, type: ParameterType) => string
  /** How a table is named where that is not by its database, schema and name. */
  readonly relation?: (table: TableRef) => string
  /** How a table is kept: what stands before `table`, and after its columns. Columns are quoted. */
  readonly tableOptions: (
    role: TableRole,
    columns: readonly string[],
  ) => { readonly modifier: string; readonly clause: string }
  /** The statement that lets somebody read a table; `table` is quoted. Absent where there are no grants. */
  readonly grantSelect?: (table: string, to: string) => string
  /** Layouts that self-describing columns come in; the first is assumed where nothing says so. */
  readonly layouts: readonly ('struct' | 'json')[]
  readonly type: (type: SqlType) => string
  readonly functions: DialectFunctions
  /** Steps into a value of known structure, fields as the table names them. */
  readonly typedPath: (base: Expr, steps: readonly PathSegment[]) => Expr
  /** Steps into JSON; the result is JSON. */
  readonly jsonPath: (base: Expr, from: 'json' | 'text', steps: readonly PathSegment[]) => Expr
  /** `x` read as a cast wants it: null where it can't be, never an error. */
  readonly convert: (x: Expr, from: SourceType, to: Cast) => Expr
  /**
   * `one process`: to be connected proves that no other run is at work; `many`: the lease alone tells.
   */
  readonly writers: 'one process' | 'many'
  /** Executed once a connection, before anything else. */
  readonly session: readonly Statement[]
  readonly distinct: DistinctCounts
  readonly valueRows: ValueRows
  readonly summaries: ValueSummaries
  /**
   * How the table of attributes gets other columns: made anew, in the order of the definition, in the transaction
   * that writes its rows; or altered, so that it keeps what it has besides rows: grants, policies, comments, labels.
   */
  readonly reshaping: 'remake' | 'alter'
  /** `session`: a temporary table of the one connection that does everything; `tagged`: rows of a stage_id in a shared table. */
  readonly stage: 'session' | 'tagged'
  /** For sql-formatter: its name of the language, functions it does not know, and how parameters look. */
  readonly formatting: {
    readonly language: string
    readonly functions: readonly string[]
    readonly parameters: {
      readonly named?: (':' | '@' | '$')[]
      readonly numbered?: ('?' | ':' | '$')[]
      /** A regular expression of what else stands for a value or a table. */
      readonly template?: string
    }
  }
}
