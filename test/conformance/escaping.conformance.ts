import { escapingSuite } from '../escaping/suite.ts'
import { engines } from './engines.ts'

for (const [, engine] of engines) escapingSuite(engine)
