/**
 * The query AST: plain data, one factory a node in build.ts. What a dialect spells in its own way
 * arrives here as a `fragment`; everything else reads the same in all warehouses.
 */

/** What a column holds, in neutral terms; a dialect has its own type for each. */
export type ScalarSqlType =
  | 'text'
  | 'bytes'
  | 'int32'
  | 'int64'
  /** whole numbers of up to 38 digits */
  | 'whole'
  | 'double'
  /** 38 digits, 9 of them after the point */
  | 'decimal'
  | 'boolean'
  | 'timestamp'
  | 'json'
  /** the order of an event */
  | 'order'
  /** an event's value, as text, with its order */
  | 'ordered'

export type SqlType = ScalarSqlType | { readonly list: ScalarSqlType }

export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*'

export interface OrderBy {
  readonly by: Expr
  readonly descending?: true
}

export type Expr =
  | { readonly kind: 'column'; readonly table?: string; readonly name: string }
  | { readonly kind: 'text'; readonly value: string }
  /** A whole number that fits a double exactly. */
  | { readonly kind: 'integer'; readonly value: number }
  /** A double as its JSON text. */
  | { readonly kind: 'double'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null'; readonly type: SqlType }
  /** Bound as text. */
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'logic'; readonly operator: 'and' | 'or'; readonly of: readonly Expr[] }
  | { readonly kind: 'isNull'; readonly of: Expr; readonly negated: boolean }
  | { readonly kind: 'in'; readonly of: Expr; readonly values: readonly Expr[] }
  | { readonly kind: 'case'; readonly when: readonly (readonly [Expr, Expr])[]; readonly otherwise?: Expr }
  | { readonly kind: 'cast'; readonly of: Expr; readonly type: SqlType }
  | { readonly kind: 'coalesce'; readonly of: readonly Expr[] }
  | {
      readonly kind: 'aggregate'
      readonly fn: 'count' | 'sum' | 'min' | 'max'
      /** Absent for count: rows are counted. */
      readonly of?: Expr
      readonly where?: Expr
    }
  | {
      readonly kind: 'window'
      readonly fn: 'row_number' | 'lag'
      readonly of?: Expr
      readonly partitionBy: readonly Expr[]
      /** Nulls last. */
      readonly orderBy: readonly OrderBy[]
    }
  | { readonly kind: 'exists'; readonly query: Select; readonly negated: boolean }
  /** A dialect's own spelling: its fixed text around nodes, made by the `sql` template only. */
  | { readonly kind: 'fragment'; readonly strings: readonly string[]; readonly parts: readonly Expr[] }

export interface TableRef {
  readonly kind: 'table'
  readonly database?: string
  readonly schema?: string
  readonly name: string
}

export type Relation = TableRef | { readonly kind: 'cte'; readonly name: string }

export interface Column {
  readonly expr: Expr
  readonly as: string
}

export interface CommonTable {
  readonly name: string
  readonly query: Query
}

export interface Select {
  readonly kind: 'select'
  readonly with?: readonly CommonTable[]
  readonly columns: readonly Column[]
  readonly from?: Relation
  /** The alias of `from`. */
  readonly as?: string
  readonly leftJoins?: readonly { readonly to: Relation; readonly as: string; readonly on: Expr }[]
  readonly where?: Expr
  readonly groupBy?: readonly Expr[]
  readonly having?: Expr
  readonly qualify?: Expr
  readonly orderBy?: readonly OrderBy[]
  readonly limit?: number
}

/** The rows of several selects one after the other; their columns have the names of the first. */
export interface Union {
  readonly kind: 'union'
  readonly with?: readonly CommonTable[]
  readonly of: readonly Select[]
}

export type Query = Select | Union

export interface ColumnDefinition {
  readonly name: string
  readonly type: SqlType
  readonly required?: true
}

export type Statement =
  /** A function of the session with one parameter. */
  | { readonly kind: 'createMacro'; readonly name: string; readonly parameter: string; readonly body: Expr }
  | { readonly kind: 'createSchema'; readonly schema: string; readonly database?: string }
  | {
      readonly kind: 'createTable'
      readonly table: TableRef
      readonly columns: readonly ColumnDefinition[]
      readonly temporary?: true
    }
  /** Replaces a table of that name: only for scratch tables of this session. */
  | { readonly kind: 'createTemporaryAs'; readonly table: TableRef; readonly query: Query }
  | { readonly kind: 'addColumn'; readonly table: TableRef; readonly column: ColumnDefinition }
  | { readonly kind: 'dropTable'; readonly table: TableRef }
  | {
      readonly kind: 'insert'
      readonly into: TableRef
      readonly columns: readonly string[]
      readonly query: Query
    }
  | {
      readonly kind: 'update'
      readonly table: TableRef
      readonly set: readonly (readonly [string, Expr])[]
      readonly where: Expr
    }
  | { readonly kind: 'delete'; readonly from: TableRef; readonly where?: Expr }
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'begin' }
  | { readonly kind: 'commit' }
