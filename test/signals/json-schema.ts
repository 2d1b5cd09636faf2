/** As much of JSON Schema as the Signals API's objects use: https://json-schema.org/draft/2020-12 */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly exclusiveMinimum?: number
}
export interface Schemas {
  readonly $defs: Readonly<Record<string, Schema>>
}

/** What is wrong with a part of a body, as FastAPI tells it. */
export interface Invalid {
  readonly loc: readonly (string | number)[]
  readonly msg: string
}

const formats: Readonly<Record<string, RegExp>> = {
  duration: /^P(?!$)(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
}

/** Everything in a value that a named schema does not allow. */
export function validate(schemas: Schemas, name: string, value: unknown): readonly Invalid[] {
  const check = (schema: Schema, here: unknown, loc: Invalid['loc']): readonly Invalid[] => {
    const bad = (msg: string) => [{ loc, msg }]
    if (schema.$ref !== undefined) {
      const target = schemas.$defs[schema.$ref.replace('#/$defs/', '')]
      return target === undefined ? bad(`no schema ${schema.$ref}`) : check(target, here, loc)
    }
    const choices = schema.anyOf ?? schema.oneOf
    if (choices !== undefined) {
      const results = choices.map((choice) => check(choice, here, loc))
      // of several that fail, the one that came furthest says most
      const depth = (result: readonly Invalid[]) => Math.max(...result.map((each) => each.loc.length))
      return results.some((result) => result.length === 0)
        ? []
        : ([...results].sort((a, b) => depth(b) - depth(a))[0] ?? [])
    }
    if (schema.const !== undefined && here !== schema.const)
      return bad(`Input should be ${String(schema.const)}`)
    if (schema.enum !== undefined && !schema.enum.includes(here))
      return bad('Input should be one of the values')
    if (schema.type !== undefined && !isOfType(schema.type, here))
      return bad(`Input should be a valid ${schema.type}`)
    if (typeof here === 'string') return textProblems(schema, here).flatMap(bad)
    if (typeof here === 'number') return numberProblems(schema, here).flatMap(bad)
    if (Array.isArray(here)) {
      const { items } = schema
      return [
        ...(here.length < (schema.minItems ?? 0) ? bad('List is too short') : []),
        ...(here.length > (schema.maxItems ?? Number.POSITIVE_INFINITY) ? bad('List is too long') : []),
        ...(items === undefined ? [] : here.flatMap((item, index) => check(items, item, [...loc, index]))),
      ]
    }
    if (typeof here !== 'object' || here === null) return []
    const fields = new Map(Object.entries(here))
    const { properties = {}, required = [], additionalProperties } = schema
    return [
      ...required.flatMap((field) =>
        fields.has(field) ? [] : [{ loc: [...loc, field], msg: 'Field required' }],
      ),
      ...[...fields].flatMap(([field, part]) => {
        const known = Object.hasOwn(properties, field) ? properties[field] : undefined
        if (known !== undefined) return check(known, part, [...loc, field])
        return additionalProperties === false
          ? [{ loc: [...loc, field], msg: 'Extra inputs are not permitted' }]
          : []
      }),
    ]
  }
  return check({ $ref: `#/$defs/${name}` }, value, ['body'])
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'integer':
      return Number.isInteger(value)
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    default:
      // the other types are named as typeof names them
      return typeof value === type
  }
}

function textProblems({ pattern, format, minLength, maxLength }: Schema, text: string): readonly string[] {
  const shape = format === undefined ? undefined : formats[format]
  return [
    ...(pattern !== undefined && !new RegExp(pattern, 'u').test(text)
      ? [`String should match pattern '${pattern}'`]
      : []),
    ...(shape?.test(text) === false ? [`Input should be a valid ${format}`] : []),
    ...(text.length < (minLength ?? 0) ? [`String should have at least ${minLength} characters`] : []),
    ...(text.length > (maxLength ?? Number.POSITIVE_INFINITY)
      ? [`String should have at most ${maxLength} characters`]
      : []),
  ]
}

function numberProblems({ minimum, exclusiveMinimum }: Schema, number: number): readonly string[] {
  const isLow = number < (minimum ?? number) || number <= (exclusiveMinimum ?? number - 1)
  return isLow ? ['Input is too small'] : []
}
