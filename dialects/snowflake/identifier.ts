/**
 * A quoted name in upper case, so that it is the one that reads as if unquoted.
 * https://docs.snowflake.com/en/sql-reference/identifiers-syntax
 */
export function identifier(name: string): string {
  return `"${name.toUpperCase().replaceAll('"', '""')}"`
}
