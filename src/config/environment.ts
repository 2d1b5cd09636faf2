import { parseEnv } from 'node:util'
import { namesSecret, type Path, placeOf, type Tree } from '../definition/document/index.ts'
import type { Problem } from '../errors.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The process's environment over that of a .env file's text. */
export function environmentOf(env: Environment, dotenv: string | undefined): Environment {
  if (dotenv === undefined) return env
  const given = Object.entries(env).filter(([, value]) => value !== undefined)
  return { ...parseEnv(dotenv), ...Object.fromEntries(given) }
}

const variable = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g

export interface Substituted {
  readonly tree: Tree
  /** The values that came from the environment: text, to be typed by what the field calls for. */
  readonly paths: readonly Path[]
  /** Those of variables that are named like a secret. */
  readonly secrets: readonly Path[]
  readonly problems: readonly Problem[]
  /** The values that could not be filled in; they keep their text. */
  readonly failed: readonly Path[]
}

/** `${NAME}` and `${NAME:-default}` in every scalar of a tree. An empty value takes the default. */
export function substitute(tree: Tree, env: Environment): Substituted {
  const paths: Path[] = []
  const problems: Problem[] = []
  const failed: Path[] = []
  const secrets: Path[] = []
  const walk = (node: Tree, path: Path): Tree => {
    switch (node.kind) {
      case 'list':
        return { ...node, items: node.items.map((item, index) => walk(item, [...path, index])) }
      case 'map':
        return {
          ...node,
          entries: new Map([...node.entries].map(([key, entry]) => [key, walk(entry, [...path, key])])),
        }
      case 'scalar': {
        if (typeof node.value !== 'string' || !node.value.includes('${')) return node
        const { text, mistakes } = expand(node.value, env)
        if (mistakes.length > 0) {
          for (const mistake of mistakes) problems.push({ code: 'config', at: placeOf(node, []), ...mistake })
          failed.push(path)
          return node
        }
        paths.push(path)
        if ([...node.value.matchAll(variable)].some(([, name = '']) => namesSecret(name))) secrets.push(path)
        // as in YAML itself, nothing at all is null, and nothing in quotes an empty text
        return { ...node, value: text === '' && !node.quoted ? null : text }
      }
    }
  }
  return { tree: walk(tree, []), paths, secrets, problems, failed }
}

type Mistake = Pick<Problem, 'message' | 'expected' | 'fix'>

function expand(
  template: string,
  env: Environment,
): { readonly text: string; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = []
  const text = template.replace(variable, (_, name: string, fallback?: string) => {
    const value = env[name]
    if (fallback !== undefined) return value === undefined || value === '' ? fallback : value
    if (value === undefined) {
      mistakes.push({
        message: `the environment variable ${name} is not set`,
        fix: `set it, in .env beside the config for instance, or give a default: \${${name}:-…}`,
      })
    }
    return value ?? ''
  })
  if (template.replace(variable, '').includes('${')) {
    mistakes.push({ message: 'has a ${ that begins no variable', expected: '${NAME} or ${NAME:-default}' })
  }
  return { text, mistakes }
}
