import type { XmlTokeniser } from './tokeniser.ts'

/** An attribute of the tag that was read last, by its name. */
export function attributeText(xml: XmlTokeniser, name: string): string | undefined {
  const code = xml.names.code(name)
  for (let i = 0; i < xml.attributeCount; i++)
    if (xml.attributeNames[i] === code) return xml.text(xml.attributeFrom[i]!, xml.attributeTo[i]!)
  return undefined
}
