import type { DatePart } from './definition/model.ts'
import type { PathSegment } from './definition/property-column.ts'
import type { Bucket, Cast } from './plan/index.ts'
import type { Expr, SqlType, Statement } from './sql/node.ts'

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
  /** Whether two values are equal, null equal to null. */
  readonly same: (left: Expr, right: Expr) => Expr
  readonly differ: (left: Expr, right: Expr) => Expr
  /** The order of an event among others: its time, then its id. */
  readonly order: (time: Expr, eventId: Expr) => Expr
  /** An event's value with its order; the least or greatest is the first or last one. */
  readonly ordered: (time: Expr, eventId: Expr, value: Expr) => Expr
  readonly orderedValue: (x: Expr) => Expr
  /** The value with the highest (lowest) count; of equals the latest, then the greatest. */
  readonly mostFrequent: (value: Expr, n: Expr, order: Expr, where: Expr) => Expr
  readonly leastFrequent: (value: Expr, n: Expr, order: Expr, where: Expr) => Expr
  /** The latest values, oldest of them first, each read as a cast. */
  readonly latestValues: (value: Expr, order: Expr, where: Expr, limit: number) => Expr
  /** An object value → count of the highest counts; ties as mostFrequent. */
  readonly highestCounts: (value: Expr, n: Expr, order: Expr, where: Expr, limit: number) => Expr
  /** A list with something done to each element. */
  readonly eachOf: (list: Expr, change: (element: Expr) => Expr) => Expr
  /** A list of literals. */
  readonly list: (values: readonly Expr[]) => Expr
  readonly bytes: (text: Expr) => Expr
  readonly json: (text: Expr) => Expr
}

/** A warehouse's SQL as data: names, types, functions, and strategies where warehouses part ways. */
export interface Dialect {
  readonly name: string
  /** Quoted; identifiers are escaped here and nowhere else. */
  readonly identifier: (name: string) => string
  /** Text literals are escaped here and nowhere else. */
  readonly textLiteral: (value: string) => string
  /** A double literal from a number's JSON text. */
  readonly doubleLiteral: (value: string) => string
  readonly parameter: (name: string) => string
  readonly type: (type: SqlType) => string
  readonly functions: DialectFunctions
  /** Steps into a value of known structure. Field names are spelled as the loader spells them. */
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
  /** `session`: a temporary table of the one connection that does everything; `tagged`: rows of a stage_id in a shared table. */
  readonly stage: 'session' | 'tagged'
  /** For sql-formatter: its name of the language, functions it does not know, and how parameters look. */
  readonly formatting: {
    readonly language: string
    readonly functions: readonly string[]
    readonly parameters: { readonly named?: (':' | '@' | '$')[]; readonly numbered?: ('?' | ':' | '$')[] }
  }
}
