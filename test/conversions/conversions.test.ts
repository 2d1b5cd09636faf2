import { duckdbEngine } from '../support/duckdb-engine.ts'
import { conversionsSuite } from './suite.ts'

conversionsSuite(duckdbEngine)
