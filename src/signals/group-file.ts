import { Document, isCollection, isMap, isScalar, isSeq, Lexer, visit } from 'yaml'
import type { AttributeGroup } from '../definition/model.ts'
import { writeExactJson } from './exact-json.ts'
import { writtenGroup } from './written-group.ts'

/** How a definition file is written. */
export type TextFormat = 'yaml' | 'json'

const titles = {
  computed: 'From Signals; sbe pull updates it. tags and changes are yours to add, sbe pull keeps them.',
  stream: 'A stream group: Signals computes it from the stream, sbe from the warehouse.',
  elsewhere: 'Computed elsewhere: sbe keeps this group and syncs its table, and never compiles it.',
}

/** A group as the text of a definition file of its own, the same for the same group. */
export function groupText(group: AttributeGroup, format: TextFormat): string {
  const written = writtenGroup(group)
  if (format === 'json') return `${writeExactJson(written)}\n`
  // equal objects are no anchors, which nobody wants to follow in a diff; NO is quoted for older readers
  const document = new Document(written, { aliasDuplicateObjects: false, compat: 'yaml-1.1' })
  document.commentBefore = titlesOf(group)
    .map((title) => ` ${title}`)
    .join('\n')
  layOut(document)
  return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}

function titlesOf(group: AttributeGroup): readonly string[] {
  if (group.attributes.length === 0) return [titles.computed, titles.elsewhere]
  return group.offline === false ? [titles.computed, titles.stream] : [titles.computed]
}

/** Lists of words on one line, attributes and fields apart. */
function layOut(document: Document): void {
  visit(document, {
    Pair(_, { key, value }) {
      if (isSeq(value) && value.items.every(isScalar)) value.flow = true
      if (isMap(value) && isScalar(key) && key.value === 'changes') value.flow = true
      if (isSeq(value) && isScalar(key) && key.value === 'attributes') {
        for (const [index, item] of value.items.entries())
          if (index > 0 && isCollection(item)) item.spaceBefore = true
      }
    },
  })
}

/** Whether a YAML text has comments that `groupText` did not write: they would be lost with the text. */
export function hasOwnComments(text: string): boolean {
  const ours = new Set(Object.values(titles).map((title) => `# ${title}`))
  return [...new Lexer().lex(text)].some((token) => token.startsWith('#') && !ours.has(token.trim()))
}
