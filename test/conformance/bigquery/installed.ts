import { fileURLToPath } from 'node:url'
import { installedPackage } from '../installed-package.ts'

export const analyzerPackage = '@fivetrandevelopers/zetasql'

/**
 * The folder of GoogleSQL's analyzer and evaluator, kept out of git and used again by the next run: the package has a
 * Linux binary of 340 MB in it and so is no dependency.
 */
export function installedAnalyzer(): Promise<string> {
  const folder = fileURLToPath(new URL('../../../.conformance/bigquery/analyzer', import.meta.url))
  return installedPackage(folder, `${analyzerPackage}@1.13`)
}
