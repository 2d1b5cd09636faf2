/** Small pools, so that generated rows repeat values and generated criteria meet them. */

/** Text that breaks what quotes, templates, binds or matches carelessly. */
export const texts = [
  'a',
  'b',
  'Z',
  '',
  ' a ',
  "O'Reilly",
  '{{ x }}',
  '{% raw %}',
  'back\\slash',
  'double"quote',
  '-- no comment',
  '/* nor */ this;',
  'new\nline',
  'tab\there',
  '100%',
  'under_score',
  '$1',
  ':1',
  '?',
  '@p',
  '`tick`',
  'é',
  '\u{1F600}',
  '\uFFFD',
  'null',
] as const

/** Text that is a number, that nearly is, and that only some parsers take for one. */
export const numberTexts = [
  '15',
  '15.0',
  '-007',
  '9',
  '13',
  '0.1',
  '.5',
  '5.',
  '2.5',
  '-2.5',
  '-0',
  '1e3',
  ' 12 ',
  '+7',
  '0.0000000005',
  '9007199254740993',
  '2147483648',
  'abc',
  '1_000',
  '0x1F',
  'NaN',
  'Infinity',
  '1,5',
  '1e400',
  '1e20',
] as const

export const otherTexts = [
  'true',
  'FALSE',
  'yes',
  '1',
  '2024-02-29',
  '2024-02-30',
  '2024-03-01 10:20:30',
  '2024-03-01T00:30:00+02:00',
  '2024-03-01T10:20:30.123456Z',
  '1704067200',
  '1704067200.5',
  '{"a":1}',
  '{"b":"x","c":[1,2]}',
  '[1,2]',
  '{',
] as const

export const integers = [0, 1, -1, 2, 9, 13, 100, 2147483647, 2147483648, 9007199254740993n] as const

export const doubles = [0, -0, 1, 15, 0.1, 0.2, 2.5, -2.5, 0.5, 123456.789, 1e-7, 1e20, 1e21] as const

/** In the one form that a timestamp has as text. */
export const timestamps = [
  '2024-02-29T23:59:59.999999Z',
  '2024-03-01T00:00:00Z',
  '2024-03-03T12:00:00.5Z',
  '1970-01-01T00:00:00Z',
  '1969-12-31T23:00:00Z',
] as const

/** As a JSON column holds them and a parser writes them. */
export const objects = [
  {},
  { a: 1 },
  { b: 'x', c: [1, 2] },
  { é: "O'Reilly" },
  [],
  [1, 'x', null],
  { a: null },
  [null],
  [[]],
] as const

export const patterns = [
  '%',
  '_',
  '',
  'a',
  '%a%',
  "O'%",
  '100%',
  '%\\%',
  '%_score',
  '%{{%',
  '_\n_',
  '%\u{1F600}',
] as const

export const users = ['u1', 'u2', 'u3', "O'Reilly", '{{ x }}', '', '\u{1F600}', null] as const
