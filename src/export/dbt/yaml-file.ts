import { stringify } from 'yaml'
import { mark } from './model-text.ts'

/** A YAML file with a comment at its head. */
export function yamlFile(content: object, comment: readonly string[] = []): string {
  const head = [mark, ...comment].map((line) => `# ${line}\n`).join('')
  return `${head}${stringify(content, { lineWidth: 100, aliasDuplicateObjects: false })}`
}
