import { conversionsSuite, type Exception } from '../conversions/suite.ts'
import { engines, ownZoneEngines } from './engines.ts'

const exceptions: Readonly<Record<string, readonly Exception[]>> = {
  bigquery: [
    ...['2024-03-01T10:20:30+1430', '2024-03-01T10:20:30-23:59'].map((value): Exception => {
      return { value, casts: ['timestamp'], why: 'an offset is up to 14 hours' }
    }),
    { value: '5e-324', casts: ['number', 'double'], why: 'it has 15 digits where fewer would do' },
    { value: 5e-324, casts: ['text', 'number', 'double'], why: 'it has 15 digits where fewer would do' },
  ],
}

for (const [, engine] of [...engines, ...ownZoneEngines])
  conversionsSuite(engine, exceptions[engine.dialect.name])
