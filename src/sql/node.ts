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
  /** what a dialect counts distinct values with */
  | 'sketch'

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
  | { readonly kind: 'parameter'; readonly name: string; readonly type: ParameterType }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'logic'; readonly operator: 'and' | 'or'; readonly of: readonly Expr[] }
  | { readonly kind: 'isNull'; readonly of: Expr; readonly negated: boolean }
  | { readonly kind: 'in'; readonly of: Expr; readonly values: readonly Expr[] }
  /** Whether a value is among those of a query's one column. */
  | { readonly kind: 'among'; readonly of: Expr; readonly query: Select }
  /** Whether a query, which knows nothing of what is around it, has a row. */
  | { readonly kind: 'exists'; readonly query: Select }
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
  /** Worth a name of its own where it is used more than once; else it reads as what it is. */
  | { readonly kind: 'part'; readonly name: string; readonly of: Expr }
  /** A dialect's own spelling: its fixed text around nodes, made by the `sql` template only. */
  | { readonly kind: 'fragment'; readonly strings: readonly string[]; readonly parts: readonly Expr[] }

export interface TableRef {
  readonly kind: 'table'
  readonly database?: string
  readonly schema?: string
  readonly name: string
}

/** What a parameter, which is always sent as text, stands for. */
export type ParameterType = 'text' | 'timestamp' | 'int64'

export type Relation = TableRef | { readonly kind: 'cte'; readonly name: string }

export interface Column {
  readonly expr: Expr
  readonly as: string
}

export interface CommonTable {
  readonly name: string
  readonly query: Query
}

export interface Join {
  readonly to: Relation
  readonly as: string
  readonly on: Expr
}

export interface Select {
  readonly kind: 'select'
  readonly with?: readonly CommonTable[]
  readonly columns: readonly Column[]
  readonly from?: Relation
  /** The alias of `from`. */
  readonly as?: string
  readonly leftJoins?: readonly Join[]
  /** Rows of both, matched or not. */
  readonly fullJoin?: Join
  /** Rows made of each row, in a dialect's own spelling. */
  readonly crossJoin?: { readonly to: Expr; readonly as: string }
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

/** What a table is for: warehouses keep them in different ways. */
export type TableRole = 'ledger' | 'stage' | 'aggregates' | 'values' | 'seen' | 'attributes'

export type Statement =
  /** A function with one parameter: of the session, or one that lasts. */
  | {
      readonly kind: 'createMacro'
      readonly name: string
      readonly parameter: string
      readonly body: Expr
      readonly lasting?: true
    }
  | { readonly kind: 'createSchema'; readonly schema: string; readonly database?: string }
  | {
      readonly kind: 'createTable'
      readonly table: TableRef
      readonly columns: readonly ColumnDefinition[]
      /** Absent for a temporary table of the session. */
      readonly role?: TableRole
    }
  /** Replaces a table of that name: only for scratch tables of this session. */
  | { readonly kind: 'createTemporaryAs'; readonly table: TableRef; readonly query: Query }
  | { readonly kind: 'addColumn'; readonly table: TableRef; readonly column: ColumnDefinition }
  | { readonly kind: 'dropColumn'; readonly table: TableRef; readonly column: string }
  | { readonly kind: 'dropTable'; readonly table: TableRef }
  /** Lets a role or member read a table. */
  | { readonly kind: 'grantSelect'; readonly table: TableRef; readonly to: string }
  | {
      readonly kind: 'insert'
      readonly into: TableRef
      readonly columns: readonly string[]
      readonly query: Query
    }
  /** The rows of a query, `n`, into a table, `p`: those whose key is not there are inserted. */
  | {
      readonly kind: 'merge'
      readonly into: TableRef
      readonly key: string
      readonly columns: readonly string[]
      readonly query: Query
      /** What becomes of rows whose key is there: deleted where this holds of the query's row, else updated. Absent: nothing. */
      readonly gone?: Expr
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
