import { didYouMean } from '../../definition/document/closest.ts'
import { fail } from '../../errors.ts'
import type { WarehouseType, WarehouseTypes } from './context.ts'

/** The warehouse that --dialect names, the config's without it. Throws a usage error for a name of none. */
export function dialectAsked(
  asked: string | undefined,
  configured: WarehouseType,
  types: WarehouseTypes,
): WarehouseType {
  if (asked === undefined) return configured
  const chosen = Object.hasOwn(types, asked) ? types[asked] : undefined
  if (chosen !== undefined) return chosen
  const names = Object.keys(types)
  const fix = didYouMean(asked, names)
  fail({
    code: 'usage',
    message: 'there is no such dialect',
    found: `--dialect ${asked}`,
    expected: names.join(', '),
    ...(fix === undefined ? {} : { fix }),
  })
}
