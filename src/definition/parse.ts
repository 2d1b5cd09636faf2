import * as v from 'valibot'
import { type Place, type Problem, SbeError } from '../errors.ts'
import { checkGroup, type Finding, type Report } from './check/index.ts'
import { checkTableNames } from './check/table-names.ts'
import {
  dataOf,
  inFileOrder,
  type Path,
  pathOf,
  placeOf,
  problemOf,
  readPathText,
  type Tree,
  treeOf,
  unknownKeyProblem,
  unknownKeys,
} from './document/index.ts'
import { keyOf } from './key.ts'
import type { AttributeGroup } from './model.ts'
import { normalise } from './normalise.ts'
import { type GroupShape, group as groupSchema } from './schema/index.ts'

/** A group with where it came from. */
export interface LoadedGroup {
  readonly group: AttributeGroup
  /** As errors show it: relative to the working directory when inside it. */
  readonly file: string
  /** The place of a path in the group, as `attributes[2].period`: its file, its path there, its line when known. */
  locate(path: string): Place
}

export interface Definitions {
  readonly groups: readonly LoadedGroup[]
  /** What was read, but may not be meant: unknown fields, conditions that nothing meets. */
  readonly warnings: readonly Problem[]
}

/**
 * Groups from data that is already read, as the Signals API answers it: one group, a list of them, or
 * `{attribute_groups: [...]}`. Throws all errors at once.
 */
export function parseDefinitions(value: unknown, where: { readonly file: string }): Definitions {
  return readTrees([treeOf(value, { file: where.file, path: [] })])
}

/** What was found before documents could be read: in others, that could not. */
export interface FoundBefore {
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
  /** Of the first error. */
  readonly cause: unknown
}

/** Groups from documents. Throws all errors of all documents at once, with those found before. */
export function readTrees(
  trees: readonly Tree[],
  before: FoundBefore = { errors: [], warnings: [], cause: undefined },
): Definitions {
  const errors = [...before.errors]
  const warnings = [...before.warnings]
  const groups: LoadedGroup[] = []
  for (const tree of trees.flatMap((document) => groupTrees(document, errors, warnings))) {
    const read = readGroup(tree)
    errors.push(...read.errors)
    warnings.push(...read.warnings)
    if (read.group !== undefined) groups.push(loaded(read.group, tree))
  }
  errors.push(...checkTableNames(groups))
  if (errors.length > 0) {
    throw new SbeError(inFileOrder(errors), { cause: before.cause, warnings: inFileOrder(warnings) })
  }
  return { groups, warnings: inFileOrder(warnings) }
}

/** The groups of one document: itself, its items, or those under attribute_groups. */
function groupTrees(document: Tree, errors: Problem[], warnings: Problem[]): readonly Tree[] {
  // a file of comments only
  if (document.kind === 'scalar' && (document.value === null || document.value === undefined)) return []
  if (document.kind === 'list') return document.items
  if (document.kind === 'map') {
    const listed = document.entries.get('attribute_groups')
    if (listed === undefined) return [document]
    for (const key of document.entries.keys()) {
      if (key === 'attribute_groups') continue
      warnings.push(unknownKeyProblem(key, [key], ['attribute_groups'], document, 'definition'))
    }
    if (listed.kind === 'list') return listed.items
  }
  const expected = 'an attribute group, a list of them, or {attribute_groups: [...]}'
  errors.push({
    code: 'definition',
    at: placeOf(document, []),
    message: 'holds no attribute group',
    expected,
  })
  return []
}

interface Read {
  readonly group?: AttributeGroup
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
}

function readGroup(tree: Tree): Read {
  const value = dataOf(tree)
  const result = v.safeParse(groupSchema, value)
  const issues = result.issues ?? []
  const errors = issues.map((issue) => problemOf(issue, groupSchema, tree, 'definition'))
  const warnings = unknownKeys(groupSchema, value).map(({ key, path, known }) =>
    unknownKeyProblem(key, path, known, tree, 'definition'),
  )
  const report = reportOn(tree, issues.map(pathOf), errors, warnings)
  if (!report.lost([])) {
    // as far as the schema took it: the checks ask the report before they look at a part
    const shape = result.output as GroupShape
    const key =
      report.broken(['attribute_key']) || report.broken(['attribute_key_or_name']) ? undefined : keyOf(shape)
    checkGroup(shape, key, report)
  }
  return errors.length === 0 && result.success
    ? { group: normalise(result.output), errors, warnings }
    : { errors, warnings }
}

function reportOn(tree: Tree, refused: readonly Path[], errors: Problem[], warnings: Problem[]): Report {
  const startsWith = (path: Path, start: Path) => start.every((key, index) => path[index] === key)
  const problem = (path: Path, finding: Finding): Problem => ({
    code: 'definition',
    at: placeOf(tree, path),
    ...finding,
  })
  return {
    error: (path, finding) => errors.push(problem(path, finding)),
    warn: (path, finding) => warnings.push(problem(path, finding)),
    lost: (path) => refused.some((issue) => startsWith(path, issue)),
    broken: (path) => refused.some((issue) => startsWith(path, issue) || startsWith(issue, path)),
  }
}

function loaded(group: AttributeGroup, tree: Tree): LoadedGroup {
  return {
    group,
    file: tree.origin.file ?? '',
    locate: (path) => placeOf(tree, readPathText(path)),
  }
}
