import * as v from 'valibot'

const wordPattern = /^[A-Za-z0-9_]+$/

/** A name that becomes part of a table or a column: 1 to 128 letters, digits and underscores. */
export const name = v.pipe(
  v.string(),
  v.regex(wordPattern, 'may have letters, digits and underscores only'),
  v.maxLength(128, 'is longer than 128 characters'),
)

/** Free text; a zero byte is nothing that a database takes. */
export const text = v.pipe(
  v.string(),
  v.check((value) => !value.includes('\0'), 'holds a zero byte'),
)

/** At most so many characters. */
export const textUpTo = (most: number) => v.pipe(text, v.maxLength(most, `is longer than ${most} characters`))

/** Letters a tag may have, so that a selection on the command line can name it. */
export const tags = v.optional(
  v.array(v.pipe(v.string(), v.regex(/^[^\s,]+$/, 'is no tag: it is empty or has spaces or commas'))),
  [],
)

/** A whole number. */
export const whole = v.pipe(v.number(), v.integer('is not a whole number'))

/** Fields that the API answers with and does not take: read and dropped without a word. */
export const answered = v.exactOptional(
  v.pipe(
    v.unknown(),
    v.transform(() => undefined),
  ),
)
