import type { Schema, Schemas } from './json-schema.ts'

/** Bodies of the Signals API as its documentation has them, and no field that it does not have. */
const name: Schema = { type: 'string', minLength: 1, maxLength: 128, pattern: '^[A-Za-z0-9_]+$' }
const word: Schema = { type: 'string', minLength: 1, pattern: '^[A-Za-z0-9_]+$' }
const text: Schema = { type: 'string', pattern: '^[^\\x00]*$' }
const owner: Schema = { ...text, maxLength: 255 }
const duration: Schema = { type: 'string', format: 'duration' }

const scalars = ['bytes', 'string', 'int32', 'int64', 'double', 'float', 'bool', 'unix_timestamp']
const types = [...scalars, 'timestamp', ...scalars.map((scalar) => `${scalar}_list`), 'dict']

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

export const apiSchema: Schemas = {
  $defs: {
    BatchSource: object(
      {
        name,
        timestamp_field: word,
        database: { type: 'string', minLength: 1, pattern: '^[A-Za-z0-9_-]+$' },
        schema: word,
        table: word,
        description: text,
        owner,
      },
      ['name', 'timestamp_field', 'database', 'schema', 'table'],
    ),
    FieldModel: object({ name, description: text, type: { enum: types } }, ['name', 'type']),
    /** AttributeGroupInput as far as an external group goes. */
    AttributeGroupInput: object(
      {
        name,
        version: { type: 'integer', minimum: 1 },
        offline: { const: true },
        attribute_key: object({ name, external_column: { ...text, maxLength: 128, minLength: 1 } }, [
          'name',
          'external_column',
        ]),
        fields: { type: 'array', items: { $ref: '#/$defs/FieldModel' }, minItems: 1 },
        batch_source: { $ref: '#/$defs/BatchSource' },
        backfill_since_tstamp: { type: 'string', format: 'date-time' },
        refresh_rate: duration,
        ttl: duration,
        description: text,
        owner,
      },
      ['name', 'version', 'offline', 'attribute_key', 'fields', 'batch_source', 'refresh_rate'],
    ),
    SelectivePublishRequest: object(
      {
        attribute_groups: {
          type: 'array',
          minItems: 1,
          items: object({ name, version: { type: 'integer' } }, ['name', 'version']),
        },
      },
      ['attribute_groups'],
    ),
  },
}
