import { writePath } from '../../definition/property-path.ts'
import type { LeafRef } from '../../plan/index.ts'
import type { Present, Resolution, SourceColumns } from '../../steps/index.ts'

/** What compile knows of a source, and what the look at it found. */
export interface Compared {
  readonly table: string
  readonly compiled: SourceColumns
  readonly found: SourceColumns
  /** Whether compile's knowledge is the catalogue's; else it is what loaders usually make. */
  readonly isCatalogued: boolean
}

/** Where the SQL that runs is not what compile prints, a sentence for each thing that is read. */
export function differences(
  leaves: readonly LeafRef[],
  { table, compiled, found, isCatalogued }: Compared,
): readonly string[] {
  return leaves.flatMap((leaf) => {
    const [before, now] = [compiled.resolve(leaf), found.resolve(leaf)]
    if (JSON.stringify(before) === JSON.stringify(now)) return []
    return [sentence(`${table}.${placeOf(leaf)}`, leaf, before, now, isCatalogued)]
  })
}

function sentence(
  place: string,
  leaf: LeafRef,
  before: Resolution,
  now: Resolution,
  isCatalogued: boolean,
): string {
  // load times are looked for in another column before they are null
  const instead = leaf.column === 'load_tstamp' ? 'collector_tstamp' : 'null'
  if (now.kind === 'missing') return `${instead} stands for ${now.what}`
  if (before.kind === 'missing') return `${place} is ${kindsOf(now)}, which the catalogue does not have`
  for (const placesOf of [columnsOf, fieldsOf]) {
    const [was, is] = [placesOf(before), placesOf(now)]
    if (was !== is)
      return `${place} is in ${is}, ${isCatalogued ? 'the catalogue has it' : 'compile looks'} in ${was}`
  }
  return `${place} is ${kindsOf(now)}, ${isCatalogued ? 'the catalogue says' : 'compile takes it for'} ${kindsOf(before)}`
}

function placeOf(leaf: LeafRef): string {
  if (leaf.kind === 'atomic') return leaf.column
  const path = writePath(leaf.path)
  return leaf.kind === 'event' ? `${leaf.column}: ${path}` : `${leaf.column}[${leaf.index}]: ${path}`
}

type Found = Exclude<Resolution, { readonly kind: 'missing' }>

function presentIn(resolution: Found): readonly Present[] {
  return resolution.kind === 'present' ? [resolution] : resolution.of
}

function columnsOf(resolution: Found): string {
  return presentIn(resolution)
    .map(({ column }) => column)
    .join(' and ')
}

/** The steps into them, where they are named otherwise than they are written. */
function fieldsOf(resolution: Found): string {
  return presentIn(resolution)
    .map(({ typed }) => writePath(typed))
    .join(' and ')
}

function kindsOf(resolution: Found): string {
  return [...new Set(presentIn(resolution).map(kindOf))].join(' or ')
}

function kindOf({ json, type }: Present): string {
  if (json !== undefined) return json.from === 'text' ? 'JSON as text' : 'JSON'
  return type === 'unknown' ? 'a field' : type
}
