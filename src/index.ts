/**
 * sbe as a library: what TypeScript configs and definitions import, and the way from definitions to SQL
 * and to a run for programs that bring a warehouse of their own.
 */
export {
  type Catalogue,
  type CompiledStatement,
  type CompiledStep,
  columnsBefore,
  compile,
  parseCatalogue,
  planProject,
} from './compile/index.ts'
export {
  type Config,
  type ConfigInput,
  type ConfiguredDialect,
  defineConfig,
  type LoadConfigOptions,
  loadConfig,
} from './config/index.ts'
export {
  type AttributeGroup,
  type AttributeGroupInput,
  type AttributeInput,
  type Definitions,
  defineAttributeGroup,
  type LoadedGroup,
  loadDefinitions,
  parseDefinitions,
  type Selection,
  selectGroups,
} from './definition/index.ts'
export type { Dialect } from './dialect.ts'
export { describeProblem, type ErrorCode, exitCodes, type Problem, SbeError } from './errors.ts'
export { type GroupPlan, planGroup } from './plan/index.ts'
export {
  type GroupReport,
  type GroupStatus,
  type RunEvent,
  type RunInput,
  type RunOptions,
  type RunReport,
  readStatus,
  runGroups,
} from './run/index.ts'
export type { PlannedGroup, SourceColumns, Stage } from './steps/index.ts'
export type { Access, BoundStatement, Cell, Row, Warehouse } from './warehouse.ts'
