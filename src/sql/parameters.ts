import type { Expr, ParameterType, Statement } from './node.ts'

/** The parameters anywhere in a statement with what they stand for, in alphabetical order: so they are numbered. */
export function parametersOf(statement: Statement): ReadonlyMap<string, ParameterType> {
  const types = new Map<string, ParameterType>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if (isParameter(node)) {
      const known = types.get(node.name) ?? node.type
      if (known !== node.type) throw new Error(`the parameter ${node.name} is ${known} and ${node.type}`)
      types.set(node.name, node.type)
    }
    for (const part of Object.values(node)) visit(part)
  }
  visit(statement)
  return new Map([...types].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function isParameter(node: object): node is Expr & { readonly kind: 'parameter' } {
  return 'kind' in node && node.kind === 'parameter'
}
