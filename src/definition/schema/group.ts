import * as v from 'valibot'
import { mapping } from '../document/mapping.ts'
import { attribute, attributeType } from './attribute.ts'
import { keyProperty } from './property.ts'
import { answered, name, tags, text, textUpTo, whole } from './text.ts'
import { duration, timestamp, ttl } from './time.ts'

const keyObject = mapping({
  name,
  description: v.exactOptional(text),
  key: v.exactOptional(name),
  external_column: v.exactOptional(textUpTo(128)),
  property: v.exactOptional(keyProperty),
  owner: v.exactOptional(textUpTo(255)),
  ttl: v.exactOptional(ttl),
  is_published: answered,
  blobl_path: answered,
})

const keyText = v.pipe(
  name,
  v.description('an atomic column like domain_userid'),
  v.transform((given): v.InferOutput<typeof keyObject> => ({ name: given })),
)

const batchSource = mapping({
  name,
  timestamp_field: name,
  description: v.exactOptional(text),
  owner: v.exactOptional(textUpTo(255)),
  database: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/, 'may have letters, digits, - and _ only')),
  schema: name,
  table: name,
})

const field = mapping({ name, description: v.exactOptional(text), type: attributeType })

const changes = mapping({ ignore: v.optional(v.array(name), []) })

/** An attribute group as files and the API have it; every shorthand resolved where it stands. */
export const group = mapping({
  name,
  version: v.optional(v.pipe(whole, v.minValue(1, 'is below 1')), 1),
  attribute_key: v.lazy((input) => (typeof input === 'object' ? keyObject : keyText)),
  ttl: v.exactOptional(ttl),
  batch_source: v.exactOptional(batchSource),
  online: v.exactOptional(v.boolean()),
  offline: v.exactOptional(v.boolean()),
  description: v.exactOptional(text),
  owner: v.exactOptional(textUpTo(255)),
  fields: v.optional(v.array(field), []),
  attributes: v.optional(v.array(attribute), []),
  backfill_since_tstamp: v.exactOptional(timestamp),
  refresh_rate: v.exactOptional(duration),
  tags,
  changes: v.optional(changes, { ignore: [] }),
  is_published: answered,
  attribute_key_or_name: v.exactOptional(v.string()),
  attribute_group_or_attribute_key_ttl: answered,
  full_name: answered,
  feast_name: answered,
  stream_source_name: answered,
})

/** A group whose parts are read, before the checks that compare parts with one another. */
export type GroupShape = v.InferOutput<typeof group>
export type AttributeShape = GroupShape['attributes'][number]
export type CriterionShape = NonNullable<AttributeShape['criteria']>['all'][number]
