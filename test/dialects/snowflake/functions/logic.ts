import type { FunctionCase } from './case.ts'
import { cases } from './case.ts'

/** https://docs.snowflake.com/en/sql-reference/expressions-conditional */
export const ofLogic: readonly FunctionCase[] = [
  ...cases('iff', [
    ['iff(true, 1, 2)', '1'],
    ['iff(false, 1, 2)', '2'],
    ['iff(null, 1, 2)', '2'],
  ]),
  ...cases('coalesce', [
    ["coalesce(null, 'a')", 'a'],
    ["coalesce('', 'a')", ''],
    ['coalesce(null::varchar, null::varchar)', null],
  ]),
  ...cases('equal_null', [
    ['equal_null(null::varchar, null::varchar)', 'true'],
    ["equal_null('a', null)", 'false'],
    ["equal_null('a', 'a')", 'true'],
    ["equal_null('a', 'A')", 'false'],
  ]),
  // null if any is
  ...cases('least', [
    ['least(2, 1)', '1'],
    ['least(1, null)', null],
  ]),
  ...cases('greatest', [
    ['greatest(2, 1)', '2'],
    ['greatest(1, null)', null],
  ]),
]
