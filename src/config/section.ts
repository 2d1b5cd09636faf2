import * as v from 'valibot'
import {
  dataOf,
  type Path,
  pathOf,
  problemOf,
  type Tree,
  unknownKeyProblem,
  unknownKeys,
} from '../definition/document/index.ts'
import type { Problem } from '../errors.ts'
import { type Environment, substitute } from './environment.ts'
import { typed } from './typed.ts'

/**
 * A part of the config through environment and schema: its value, or undefined where it has problems,
 * which are added to those given. A key that the schema does not know is one of them.
 */
export function readSection<S extends v.GenericSchema>(
  schema: S,
  tree: Tree,
  env: Environment,
  problems: Problem[],
): v.InferOutput<S> | undefined {
  const substituted = substitute(tree, env)
  const filled = typed(substituted.tree, substituted.paths, schema)
  const value = dataOf(filled)
  const result = v.safeParse(schema, value)
  const isAt = (places: readonly Path[], path: Path) =>
    places.some((place) => place.every((key, index) => path[index] === key))
  const issues = (result.issues ?? []).filter((issue) => !isAt(substituted.failed, pathOf(issue)))
  const found = [
    ...substituted.problems,
    ...issues.map((issue) =>
      problemOf(issue, schema, filled, 'config', isAt(substituted.secrets, pathOf(issue))),
    ),
    ...unknownKeys(schema, value).map(({ key, path, known }) =>
      unknownKeyProblem(key, path, known, filled, 'config'),
    ),
  ]
  problems.push(...found)
  return found.length === 0 && result.success ? result.output : undefined
}
