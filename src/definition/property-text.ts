import { atomicColumns, isAtomicColumn } from './atomic.ts'
import { didYouMean } from './document/closest.ts'
import type { LeafProperty } from './model.ts'
import { pathSpellings, readPath, writePath } from './property-path.ts'

/** Why a text is no property, in the words of an error. */
export interface NoProperty {
  readonly problem: string
  readonly expected?: string
  readonly fix?: string
}

export const propertySpellings =
  'an atomic column like page_url, event:com.acme/checkout/1#total, entity:com.acme/product/1[0]#price'

/**
 * A property written as text: `page_url`, `event:com.acme/checkout/1#total`,
 * `entity:com.acme/product/1[0]#price`, or as the API renders it for a warehouse.
 */
export function readPropertyText(text: string): LeafProperty | NoProperty {
  const trimmed = text.trim()
  const uncast = withoutCast(trimmed)
  if (uncast !== undefined) {
    const message = 'has a cast, and the type belongs to the attribute, in a criterion to its value'
    return { problem: message, expected: propertySpellings, fix: `write ${uncast}` }
  }
  const [, scheme] = /^([A-Za-z]+):/.exec(trimmed) ?? []
  if (scheme !== undefined) {
    if (scheme === 'event' || scheme === 'entity') return readSelfDescribing(trimmed, scheme)
    const fix = didYouMean(scheme, ['event', 'entity'])
    return {
      problem: 'is not a property',
      expected: propertySpellings,
      ...(fix === undefined ? {} : { fix }),
    }
  }
  const unquoted = trimmed.replace(/"([^"]+)"|`([^`]+)`/g, '$1$2')
  if (/^(unstruct_event|contexts)_\w/i.test(unquoted)) return readRendered(unquoted)
  // in quotes, Snowflake's own capitals
  const name = unquoted === trimmed ? unquoted : unquoted.toLowerCase()
  return readAtomic(name)
}

/** What a warehouse's cast is of, as `x::float` or `try_cast(x as float)`; undefined where there is none. */
function withoutCast(text: string): string | undefined {
  const [, suffixed, called] =
    /^(.+?)::.*$|^(?:try_|safe_)?cast\s*\(\s*(.+?)\s+as\s+[^)]+(?:\(.*\))?\)$/i.exec(text) ?? []
  return suffixed ?? called
}

function readAtomic(name: string): LeafProperty | NoProperty {
  return isAtomicColumn(name) ? { type: 'atomic', name } : noAtomicColumn(name)
}

/** What to say of a name that no atomic column has. */
export function noAtomicColumn(name: string): NoProperty {
  const fix = didYouMean(name, Object.keys(atomicColumns))
  return {
    problem: 'is not an atomic column of Snowplow events',
    expected: propertySpellings,
    ...(fix === undefined ? {} : { fix }),
  }
}

function readSelfDescribing(text: string, type: 'event' | 'entity'): LeafProperty | NoProperty {
  const example = type === 'event' ? 'event:com.acme/checkout/1#total' : 'entity:com.acme/product/1[0]#price'
  const match = /^\w+:([\w.-]+)\/([\w-]+)\/(\d+)(?:\[(\d+)\])?(?:#(.*))?$/.exec(text)
  if (match === null) {
    const full = /^(\w+:[^/]+\/[^/]+\/\d+)-\d+-\d+(.*)$/.exec(text)
    const fix = full === null ? {} : { fix: `write the major version alone: ${full[1]}${full[2]}` }
    return { problem: `is not a property of an ${type}`, expected: example, ...fix }
  }
  const [, vendor = '', name = '', major, index, path] = match
  if (path === undefined || path === '') {
    return {
      problem: 'does not say which field',
      expected: example,
      fix: `add #<field>: ${text.replace(/#$/, '')}#…`,
    }
  }
  if (type === 'event' && index !== undefined) {
    return { problem: 'an event has one body, no position', expected: example, fix: 'leave out the brackets' }
  }
  return withPath({ vendor, name, major_version: Number(major) }, type, index, path)
}

/**
 * `contexts_com_acme_product_1[0]:price` and the like. A column has lost where the vendor ends and the
 * name begins: the last word is taken as the name, and the vendor keeps its underscores. Both give the
 * same column again, and the column is all that the plan looks at.
 */
function readRendered(text: string): LeafProperty | NoProperty {
  const plain = text
    .replace(/\[(?:safe_)?offset\((\d+)\)\]/gi, '[$1]')
    // a column of one version of a schema, as older loaders make them: all of its major version are read
    .replace(/^(\w+?_\d+)_\d+_\d+(?=[[:.])/, '$1')
  const match = /^(unstruct_event|contexts)_(\w+)_([A-Za-z0-9]+)_(\d+)(?:\[(\d+)\])?[:.](.+)$/i.exec(plain)
  const expected = 'a rendered column and a field, as contexts_com_acme_product_1[0]:price'
  if (match === null) return { problem: 'is not a property in the way a warehouse writes it', expected }
  const [, prefix = '', vendor = '', name = '', major, index, path = ''] = match
  const type = prefix.toLowerCase() === 'contexts' ? 'entity' : 'event'
  if (type === 'event' && index !== undefined)
    return { problem: 'an event has one body, no position', expected }
  const schema = { vendor: vendor.toLowerCase(), name: name.toLowerCase(), major_version: Number(major) }
  return withPath(schema, type, index, path)
}

function withPath(
  schema: { readonly vendor: string; readonly name: string; readonly major_version: number },
  type: 'event' | 'entity',
  index: string | undefined,
  written: string,
): LeafProperty | NoProperty {
  if (schema.major_version === 0) return { problem: 'a major version is 1 or more' }
  const segments = readPath(written)
  if (segments === undefined) return { problem: 'has no path to a field', expected: pathSpellings }
  const path = writePath(segments)
  return type === 'event' ? { type, ...schema, path } : { type, ...schema, path, index: Number(index ?? 0) }
}
