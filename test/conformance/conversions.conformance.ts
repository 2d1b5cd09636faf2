import { conversionsSuite } from '../conversions/suite.ts'
import { engines } from './engines.ts'

for (const [, engine] of engines) conversionsSuite(engine)
