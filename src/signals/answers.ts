import * as v from 'valibot'

/** What the client accepts; fields beside these are the API's own affair. */

/** A header takes no other characters, and who refuses them would show them. */
export const tokenAnswer = v.looseObject({ accessToken: v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/)) })

const listed = v.looseObject({
  name: v.string(),
  version: v.optional(v.nullable(v.number()), 1),
  attribute_key: v.looseObject({ name: v.string() }),
  offline: v.nullish(v.boolean()),
  attributes: v.nullish(v.array(v.looseObject({ name: v.string() }))),
  fields: v.nullish(v.array(v.looseObject({ name: v.string() }))),
})
export const groupAnswer = listed
export const groupsAnswer = v.array(listed)

/** An attribute group as the API has it; src/definition reads all of it. */
export type ListedGroup = v.InferOutput<typeof listed>

export const publishAnswer = v.looseObject({ status: v.picklist(['published', 'nothing to publish']) })
export type PublishStatus = v.InferOutput<typeof publishAnswer>['status']

export const healthAnswer = v.looseObject({
  status: v.string(),
  dependencies: v.optional(v.record(v.string(), v.unknown()), {}),
})

/** `detail` is a text, or a list of what is wrong where: https://fastapi.tiangolo.com/tutorial/handling-errors/ */
export const errorAnswer = v.looseObject({
  detail: v.optional(
    v.union([
      v.string(),
      v.array(
        v.union([
          v.looseObject({
            loc: v.optional(v.array(v.union([v.string(), v.number()])), []),
            msg: v.string(),
          }),
          v.string(),
        ]),
      ),
      v.looseObject({ message: v.string() }),
    ]),
  ),
  message: v.optional(v.string()),
})
