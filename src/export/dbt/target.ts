import type { WarehouseConfig } from '../../config/model.ts'
import type { Expr } from '../../sql/index.ts'
import type { JinjaValue } from './jinja.ts'

/** The models of a project, by what their names end in. */
export type ModelKind = 'filtered_events' | 'daily_aggregates' | 'daily_values' | 'attributes'

/** What dbt needs to know of a warehouse beside its SQL. */
export interface DbtTarget {
  /** `type` in a profile; the adapter's package is `dbt-` and this. */
  readonly adapter: string
  /** What pip installs, the adapter and its dbt-core. */
  readonly requirements: readonly string[]
  /**
   * An output of a profile, as YAML has it. Nothing of a config but paths: account names and secrets are asked of
   * the environment.
   * @param directory what the config's relative paths start from
   * @param project the folder of the dbt project
   */
  readonly profile: (
    config: WarehouseConfig,
    where: { readonly directory: string; readonly project: string },
  ) => Readonly<Record<string, unknown>>
  /** Incremental strategies: rows added; rows with a key replaced. */
  readonly append: string
  readonly replace: string
  /** A column as the warehouse stores its name, for tests that quote it. */
  readonly columnName: (name: string) => string
  /** Characters of a text literal and what stands for them, in the order they are replaced. */
  readonly literalEscapes: readonly (readonly [found: string, written: string])[]
  /** How tables are kept: more of a model's config. @param key the name of the attributes' key */
  readonly layout: (kind: ModelKind, key: string) => Readonly<Record<string, JinjaValue>>
  /** A text that is different for different values, where a snapshot can't compare values of every type. */
  readonly comparedAs?: (values: readonly Expr[]) => Expr
}
