import type { Mistake } from '../../../mistakes.ts'

/** Times with and without a zone, and what is none. */
export const times: readonly Mistake[] = [
  {
    what: 'BOOLEAN < TIMESTAMP',
    sql: 'select A from S.T where B < TS',
    because: 'no common type',
    foundBy: 'analyzer',
  },
  {
    what: 'cast NUMBER as DATE',
    sql: 'select cast(N as date) as X from S.T',
    because: 'conversion table: no',
    foundBy: 'analyzer',
  },
  {
    what: 'cast TIMESTAMP as NUMBER',
    sql: 'select cast(TS as number(38, 0)) as X from S.T',
    because: 'conversion table: no',
    foundBy: 'analyzer',
  },
  {
    what: 'dateadd: unknown part',
    sql: 'select dateadd(fortnight, 1, TS) as X from S.T',
    because: 'not a valid date part',
    foundBy: 'check',
  },
  {
    what: 'where of TIMESTAMP',
    sql: 'select A from S.T where TS',
    because: 'takes BOOLEAN',
    foundBy: 'analyzer',
  },
  {
    what: 'NTZ compared with TZ',
    sql: 'select A from S.T where TS < TZ',
    because: "compared in the session's zone: the account decides",
    foundBy: 'analyzer',
  },
  {
    what: 'the clock compared with NTZ',
    sql: 'select A from S.T where TS < current_timestamp()',
    because: "compared in the session's zone: the account decides",
    foundBy: 'analyzer',
  },
  {
    what: 'TZ into an NTZ column',
    sql: 'insert into S.T (TS) select TZ from S.T',
    because: "loses its zone by the session's",
    foundBy: 'analyzer',
  },
  {
    what: 'coalesce of NTZ and TZ',
    sql: 'select coalesce(TS, TZ) as X from S.T',
    because: "one of them by the session's zone",
    foundBy: 'analyzer',
  },
  {
    what: 'wall clock without a zone named',
    sql: "select convert_timezone('UTC', TS) as X from S.T",
    because: "two arguments take TIMESTAMP_NTZ for one of the session's zone",
    foundBy: 'analyzer',
  },
  {
    what: 'epoch of a FLOAT',
    sql: 'select to_timestamp_ntz(F, 6) as X from S.T',
    because: 'FLOAT has no conversion to TIMESTAMP',
    foundBy: 'analyzer',
  },
  {
    what: 'cast FLOAT as TIMESTAMP',
    sql: 'select cast(F as timestamp_ntz) as X from S.T',
    because: 'conversion table: no',
    foundBy: 'analyzer',
  },
  {
    what: 'date_trunc: unknown part',
    sql: "select date_trunc('fortnight', TS) as X from S.T",
    because: 'not a valid date part',
    foundBy: 'check',
  },
]
