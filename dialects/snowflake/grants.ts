import type { SnowflakeConfig } from './config.ts'

/**
 * The grant that would help, of the object that a message names.
 * https://docs.snowflake.com/en/user-guide/security-access-control-privileges
 */
export function grantsFor(message: string, config: SnowflakeConfig): string {
  const role = config.role?.toUpperCase() ?? 'the role'
  const kind = /\b(database|schema|warehouse|table|view|object)\b/i.exec(message)?.[1]?.toLowerCase()
  const name = /'([^']+)'/.exec(message)?.[1] ?? 'NAME'
  const grant = (privileges: string, on: string): string => `grant ${privileges} on ${on} to role ${role}`
  switch (kind) {
    case 'warehouse':
      return `correct warehouse.warehouse, or ${grant('usage', `warehouse ${name}`)}`
    case 'database':
      return `correct the name, or ${grant('usage', `database ${name}`)}; to make schemas there: ${grant('create schema', `database ${name}`)}`
    case 'schema':
      return `correct the name, or ${grant('usage, create table', `schema ${name}`)}`
    default:
      return `correct the name, or ${grant('usage', `schema ${schemaOf(name)}`)} and ${grant('select', `table ${name}`)}; of tables that sbe makes the role is the owner`
  }
}

function schemaOf(name: string): string {
  const parts = name.split('.')
  return parts.length > 1 ? parts.slice(0, -1).join('.') : 'S'
}
