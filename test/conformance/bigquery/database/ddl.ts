import type {
  AlterAction,
  Column,
  ColumnDefinition,
  Created,
  Statement,
  Table,
  TableDefinition,
  Value,
} from '../evaluator/protocol.ts'
import { type Contents, withoutTable, withTable } from './contents.ts'
import { notKnown, Refusal } from './refusal.ts'
import { indexOf, namesOf, storedRow } from './storing.ts'

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language, as the evaluator resolves it */
export type Ddl =
  | { readonly kind: 'create schema'; readonly created: Created }
  | { readonly kind: 'create table'; readonly definition: TableDefinition; readonly isOfQuery: boolean }
  | { readonly kind: 'alter table'; readonly altered: Altered }
  | { readonly kind: 'drop'; readonly dropped: NonNullable<Statement['resolvedDropStmtNode']> }

type Altered = NonNullable<
  NonNullable<Statement['resolvedAlterObjectStmtNode']>['resolvedAlterTableStmtNode']
>['parent']

export function ddlIn(statement: Statement): Ddl | undefined {
  const { resolvedCreateStatementNode: create, resolvedDropStmtNode: dropped } = statement
  const created = create?.resolvedCreateSchemaStmtNode?.parent
  if (created !== undefined) return { kind: 'create schema', created }
  const { resolvedCreateTableStmtNode: plain, resolvedCreateTableAsSelectStmtNode: ofQuery } =
    create?.resolvedCreateTableStmtBaseNode ?? {}
  const definition = (plain ?? ofQuery)?.parent
  if (definition !== undefined) {
    return { kind: 'create table', definition, isOfQuery: ofQuery !== undefined }
  }
  const altered = statement.resolvedAlterObjectStmtNode?.resolvedAlterTableStmtNode?.parent
  if (altered !== undefined) return { kind: 'alter table', altered }
  return dropped === undefined ? undefined : { kind: 'drop', dropped }
}

/** @param rows of the query of a `create table as` */
export function defined(
  contents: Contents,
  project: string,
  ddl: Ddl,
  rows: readonly (readonly Value[])[],
): Contents {
  switch (ddl.kind) {
    case 'create schema':
      return withSchema(contents, project, ddl.created)
    case 'create table':
      return created(contents, project, ddl.definition, rows)
    case 'alter table':
      return altered(contents, project, ddl.altered)
    case 'drop':
      return dropped(contents, project, ddl.dropped)
  }
}

function withSchema(contents: Contents, project: string, { namePath, createMode }: Created): Contents {
  const name = namePath.at(-1) ?? ''
  if (contents.datasets.has(name)) {
    if (createMode === 'CREATE_IF_NOT_EXISTS') return contents
    throw new Refusal('duplicate', `Already Exists: Dataset ${project}:${name}`)
  }
  return { ...contents, datasets: new Set([...contents.datasets, name]) }
}

function created(
  contents: Contents,
  project: string,
  { parent: { namePath, createMode, createScope }, columnDefinitionList, likeTable }: TableDefinition,
  rows: readonly (readonly Value[])[],
): Contents {
  if (createScope === 'CREATE_TEMP') notKnown('a temporary table')
  if (likeTable?.name !== undefined) notKnown('CREATE TABLE LIKE')
  const name = tableNamed(namePath, project)
  if (contents.tables.has(name)) {
    if (createMode === 'CREATE_IF_NOT_EXISTS') return contents
    if (createMode === 'CREATE_DEFAULT') {
      throw new Refusal('duplicate', `Already Exists: Table ${project}:${name}`)
    }
  }
  const columns = (columnDefinitionList ?? []).map(columnOf)
  const names = namesOf(columns)
  return withTable(contents, name, { columns, rows: rows.map((row) => storedRow(columns, names, row)) })
}

function columnOf({ name, type, annotations, defaultValue, generatedColumnInfo }: ColumnDefinition): Column {
  if (defaultValue !== undefined) notKnown('a DEFAULT of a column')
  if (generatedColumnInfo !== undefined) notKnown('a generated column')
  return { name, type, isRequired: annotations?.notNull ?? false }
}

function altered(
  contents: Contents,
  project: string,
  { namePath, isIfExists, alterActionList }: Altered,
): Contents {
  const name = tableNamed(namePath, project)
  const table = contents.tables.get(name)
  if (table !== undefined) return withTable(contents, name, alterActionList.reduce(acted, table))
  if (isIfExists) return contents
  throw new Refusal('notFound', `Not found: Table ${project}:${name} was not found in location US`)
}

function acted(table: Table, action: AlterAction): Table {
  const { resolvedAddColumnActionNode: add, resolvedDropColumnActionNode: drop } = action
  const names = namesOf(table.columns)
  if (add !== undefined) {
    const column = columnOf(add.columnDefinition)
    if (indexOf(names, column.name) >= 0) {
      if (add.isIfNotExists) return table
      throw new Refusal('invalidQuery', `Column already exists: ${column.name}`)
    }
    // https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language#alter_table_add_column_statement
    if (column.isRequired) throw new Refusal('invalidQuery', `Cannot add required column ${column.name}`)
    const columns = [...table.columns, column]
    return { columns, rows: table.rows.map((row) => storedRow(columns, names, row)) }
  }
  if (drop === undefined) notKnown(`ALTER TABLE with ${Object.keys(action).join(', ')}`)
  const at = indexOf(names, drop.name)
  if (at >= 0) {
    return { columns: table.columns.toSpliced(at, 1), rows: table.rows.map((row) => row.toSpliced(at, 1)) }
  }
  if (drop.isIfExists) return table
  throw new Refusal('invalidQuery', `Column not found: ${drop.name}`)
}

function dropped(
  contents: Contents,
  project: string,
  { objectType, isIfExists, namePath, dropMode }: NonNullable<Statement['resolvedDropStmtNode']>,
): Contents {
  if (objectType === 'TABLE') {
    const name = tableNamed(namePath, project)
    if (contents.tables.has(name)) return withoutTable(contents, name)
    if (isIfExists) return contents
    throw new Refusal('notFound', `Not found: Table ${project}:${name}`)
  }
  if (objectType !== 'SCHEMA') notKnown(`DROP ${objectType}`)
  const schema = namePath.at(-1) ?? ''
  if (!contents.datasets.has(schema)) {
    if (isIfExists) return contents
    throw new Refusal('notFound', `Not found: Dataset ${project}:${schema}`)
  }
  const others = [...contents.tables].filter(([table]) => !table.startsWith(`${schema}.`))
  if (dropMode !== 'CASCADE' && others.length < contents.tables.size) {
    throw new Refusal('resourceInUse', `Dataset ${project}:${schema} is still in use`)
  }
  return {
    datasets: new Set([...contents.datasets].filter((each) => each !== schema)),
    tables: new Map(others),
  }
}

/** The one name of a table; one in a dataset that is not there has stayed a path. */
function tableNamed(path: readonly string[], project: string): string {
  const [name = '', ...more] = path
  if (more.length === 0 && name.includes('.')) return name
  const dataset = path.at(-2) ?? name.split('.').at(-2)
  if (dataset === undefined)
    throw new Refusal('invalidQuery', `Table "${name}" must be qualified with a dataset`)
  throw new Refusal('notFound', `Not found: Dataset ${project}:${dataset} was not found in location US`)
}
