/**
 * The config: sbe.config.* with environment, target and defaults.
 *
 * - model.ts: what commands read; input.ts: what people write, and defineConfig
 * - load.ts: finds and reads the files; resolve.ts: the way from a document to the result
 * - signals.ts: what the environment says of the Signals API
 * - target.ts, merge.ts, threads.ts, environment.ts, typed.ts: its steps; schema.ts, section.ts: what is valid
 */
export { environmentOf } from './environment.ts'
export * from './input.ts'
export { type LoadConfigOptions, loadConfig } from './load.ts'
export * from './model.ts'
export type { ConfiguredDialect } from './resolve.ts'
export { signalsOf } from './signals.ts'
