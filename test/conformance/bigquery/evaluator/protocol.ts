import type { GoogleType } from '../../googlesql/type.ts'

/**
 * A value: one of these, none for a null.
 * https://github.com/google/zetasql/blob/master/zetasql/public/value.proto
 */
export interface Value {
  readonly int64Value?: string
  readonly doubleValue?: number
  readonly boolValue?: boolean
  readonly stringValue?: string
  readonly jsonValue?: string
  readonly bytesValue?: Buffer
  /** Little-endian two's complement, in units of the last digit. */
  readonly numericValue?: Buffer
  readonly bignumericValue?: Buffer
  /** Days since 1970. */
  readonly dateValue?: number
  readonly timestampValue?: { readonly seconds?: string; readonly nanos?: number }
  readonly arrayValue?: { readonly element?: readonly Value[] }
  readonly structValue?: { readonly field?: readonly Value[] }
}

export const isNull = (value: Value): boolean => Object.keys(value).length === 0

export interface TypedName {
  readonly name: string
  readonly type: GoogleType
}

export interface Parameter extends TypedName {
  readonly value: Value
}

export interface Column extends TypedName {
  /** NOT NULL */
  readonly isRequired: boolean
}

export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Value[])[]
}

/** https://github.com/google/zetasql/blob/master/zetasql/proto/options.proto, as far as it is read */
export interface LanguageOptions {
  readonly enabledLanguageFeatures: readonly string[]
}

/** https://github.com/google/zetasql/blob/master/zetasql/local_service/local_service.proto, as far as it is read */
export interface QueryAnswer {
  readonly content: {
    readonly tableData?: { readonly row?: readonly { readonly cell?: readonly Value[] }[] }
  }
  readonly prepared: { readonly columns?: readonly { readonly name?: string; readonly type: GoogleType }[] }
}

/** https://github.com/google/zetasql/blob/master/zetasql/resolved_ast/resolved_ast.proto, as far as it is read */
export interface AnalyzeAnswer {
  readonly resolvedStatement: Statement
}

export interface Statement {
  readonly resolvedCreateStatementNode?: {
    readonly resolvedCreateSchemaStmtNode?: { readonly parent: Created }
    readonly resolvedCreateTableStmtBaseNode?: {
      readonly resolvedCreateTableStmtNode?: { readonly parent: TableDefinition }
      readonly resolvedCreateTableAsSelectStmtNode?: { readonly parent: TableDefinition }
    }
  }
  readonly resolvedAlterObjectStmtNode?: {
    readonly resolvedAlterTableStmtNode?: {
      readonly parent: {
        readonly namePath: readonly string[]
        readonly isIfExists: boolean
        readonly alterActionList: readonly AlterAction[]
      }
    }
  }
  readonly resolvedDropStmtNode?: {
    readonly objectType: string
    readonly isIfExists: boolean
    readonly namePath: readonly string[]
    readonly dropMode: 'DROP_MODE_UNSPECIFIED' | 'RESTRICT' | 'CASCADE'
  }
}

export interface Created {
  readonly namePath: readonly string[]
  readonly createMode: 'CREATE_DEFAULT' | 'CREATE_OR_REPLACE' | 'CREATE_IF_NOT_EXISTS'
  readonly createScope: 'CREATE_DEFAULT_SCOPE' | 'CREATE_TEMP'
}

export interface TableDefinition {
  readonly parent: Created
  readonly columnDefinitionList?: readonly ColumnDefinition[]
  readonly likeTable?: { readonly name?: string }
}

export interface ColumnDefinition extends TypedName {
  readonly annotations?: { readonly notNull: boolean }
  readonly defaultValue?: object
  readonly generatedColumnInfo?: object
}

export interface AlterAction {
  readonly resolvedAddColumnActionNode?: {
    readonly isIfNotExists: boolean
    readonly columnDefinition: ColumnDefinition
  }
  readonly resolvedDropColumnActionNode?: { readonly isIfExists: boolean; readonly name: string }
}
