import type { Attribute, LogMeta } from '../log.ts'
import { attributeText } from '../xml/attribute-text.ts'
import type { XmlTokeniser } from '../xml/tokeniser.ts'

/** What a log says about itself, while it is read. */
export interface MutableMeta extends LogMeta {
  readonly extensions: LogMeta['extensions'][number][]
  readonly classifiers: LogMeta['classifiers'][number][]
  readonly globals: { readonly trace: Attribute[]; readonly event: Attribute[] }
  readonly attributes: Attribute[]
}

/** The `<extension>` whose tag was read last. */
export function extensionOf(xml: XmlTokeniser): LogMeta['extensions'][number] {
  const text = (name: string): string => attributeText(xml, name) ?? ''
  return { name: text('name'), prefix: text('prefix'), uri: text('uri') }
}

/** The `<classifier>` whose tag was read last; keys with blanks stand in apostrophes. */
export function classifierOf(xml: XmlTokeniser): LogMeta['classifiers'][number] {
  const list = attributeText(xml, 'keys') ?? ''
  const keys = Array.from(list.matchAll(/'([^']*)'|\S+/g), (match) => match[1] ?? match[0])
  const scope = attributeText(xml, 'scope')
  const known = scope === 'trace' || scope === 'event'
  return { name: attributeText(xml, 'name') ?? '', keys, ...(known && { scope }) }
}
