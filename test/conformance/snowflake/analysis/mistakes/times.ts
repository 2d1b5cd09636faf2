import { foundBy, type Mistake } from '../../../mistakes.ts'

/** Times with and without a zone, and what is none. */
export const times: readonly Mistake[] = [
  ...foundBy('analyzer', [
    ['BOOLEAN < TIMESTAMP', 'select A from S.T where B < TS', 'no common type'],
    ['cast NUMBER as DATE', 'select cast(N as date) as X from S.T', 'conversion table: no'],
    ['cast TIMESTAMP as NUMBER', 'select cast(TS as number(38, 0)) as X from S.T', 'conversion table: no'],
    ['where of TIMESTAMP', 'select A from S.T where TS', 'takes BOOLEAN'],
    [
      'NTZ compared with TZ',
      'select A from S.T where TS < TZ',
      "compared in the session's zone: the account decides",
    ],
    [
      'the clock compared with NTZ',
      'select A from S.T where TS < current_timestamp()',
      "compared in the session's zone: the account decides",
    ],
    ['TZ into an NTZ column', 'insert into S.T (TS) select TZ from S.T', "loses its zone by the session's"],
    ['coalesce of NTZ and TZ', 'select coalesce(TS, TZ) as X from S.T', "one of them by the session's zone"],
    [
      'wall clock without a zone named',
      "select convert_timezone('UTC', TS) as X from S.T",
      "two arguments take TIMESTAMP_NTZ for one of the session's zone",
    ],
    [
      'epoch of a FLOAT',
      'select to_timestamp_ntz(F, 6) as X from S.T',
      'FLOAT has no conversion to TIMESTAMP',
    ],
    ['cast FLOAT as TIMESTAMP', 'select cast(F as timestamp_ntz) as X from S.T', 'conversion table: no'],
  ]),
  ...foundBy('check', [
    ['dateadd: unknown part', 'select dateadd(fortnight, 1, TS) as X from S.T', 'not a valid date part'],
    ['date_trunc: unknown part', "select date_trunc('fortnight', TS) as X from S.T", 'not a valid date part'],
  ]),
]
